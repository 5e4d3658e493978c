import type { CriterionVerdict, Snapshot, TestId } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { type BentTestsRequest, findBentTests } from "../../src/weakened/find-bent-tests.ts";
import { requirement } from "../stage-run.ts";

const file = "test/a.test.js";
const id: TestId = { runner: "node-test", file, name: "greets" };
const asserting = (...assertions: readonly string[]): string =>
  `test("greets", () => { ${assertions.join("; ")}; });\n`;
const failing = 'assert.equal(greet("Ada"), "Hello, Ada!")';

function snapshotOf(name: string): Snapshot {
  return { id: name.padEnd(64, "0"), treeHash: name.padEnd(64, "0"), fileCount: 1, totalBytes: 1 };
}

/** How REQ-1.1 ended by the one test in a verdict. */
function ended(outcome: "failed" | "passed", failure: "assertion" | "load" = "assertion"): CriterionVerdict {
  const result = {
    id,
    outcome,
    failure: outcome === "failed" ? failure : null,
    message: null,
    durationMs: 1,
  };
  return {
    criterion: "REQ-1.1",
    priority: "must",
    status: "failed",
    reason: "r",
    evidence: [{ test: id, result, red: [] }],
  };
}

/** What is said of a test file that failed as `before` and passes as `now`. */
async function bend(
  before: string,
  now: string,
  {
    verdict = ended("failed"),
    atBaseline = null as string | null,
    words = "When greet is called with Ada, it shall return Hello, Ada!",
  } = {},
) {
  const [baseline, then, final] = ["a", "b", "c"].map(snapshotOf) as [Snapshot, Snapshot, Snapshot];
  const texts = new Map([
    [baseline.id, atBaseline],
    [then.id, before],
    [final.id, now],
  ]);
  const [criterion] = requirement("must", 1).criteria;
  const request: BentTestsRequest = {
    baseline,
    final,
    earlier: [{ snapshot: then, criteria: [verdict] }],
    requirements: [{ ...requirement("must", 1), criteria: [{ ...criterion!, text: words }] }],
    workspaces: {
      readFile: (snapshotId) => {
        const text = texts.get(snapshotId) ?? null;
        return Promise.resolve(text === null ? null : new TextEncoder().encode(text));
      },
    },
  };
  return await findBentTests(request, [{ criterion: "REQ-1.1", id, result: null, suiteProblems: [] }]);
}

describe("a test of the run that failed", () => {
  it("may not come to expect what the code does", async () => {
    expect(await bend(asserting(failing), asserting('assert.equal(greet("Ada"), "Hello Ada")'))).toEqual([
      {
        kind: "weakened-test",
        blocking: true,
        path: file,
        message: `“greets” failed, and was mended by expecting something that neither its criterion nor a document names, or nothing: ${failing}`,
      },
    ]);
  });

  it.each([
    ["drop the assertion", asserting("assert.ok(greet)")],
    ["ask about something else instead", asserting('assert.equal(greet("Bo"), "Hello Bo")')],
    ["go", 'test("other", () => {});\n'],
  ])("may not %s", async (_, now) => {
    expect(await bend(asserting(failing), now)).toMatchObject([{ blocking: true }]);
  });

  it.each([
    ["stay as it is while the code is mended", asserting(failing), asserting(failing)],
    ["be joined by more", asserting(failing), asserting(failing, 'assert.equal(greet("Bo"), "Hello, Bo!")')],
    [
      "be corrected to what the criterion says",
      asserting('assert.equal(greet("Ada"), "Hallo, Ada!")'),
      asserting(failing),
    ],
    ["say nothing that could be compared", asserting("assert.ok(greet(name))"), asserting("assert.ok(name)")],
  ])("may %s", async (_, before, now) => {
    expect(await bend(before, now)).toEqual([]);
  });

  it("is judged elsewhere when it stood before the run, and not at all when it had passed or did not load", async () => {
    const now = asserting('assert.equal(greet("Ada"), "Hello Ada")');
    expect(await bend(asserting(failing), now, { atBaseline: asserting(failing) })).toEqual([]);
    expect(await bend(asserting(failing), now, { verdict: ended("passed") })).toEqual([]);
    expect(await bend(asserting(failing), now, { verdict: ended("failed", "load") })).toEqual([]);
  });
});
