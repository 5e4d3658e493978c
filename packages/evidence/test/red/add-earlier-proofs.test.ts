import type { EarlierProof, RedCheck, Requirement, TestId } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { addEarlierProofs } from "../../src/red/add-earlier-proofs.ts";
import { redKey } from "../../src/red/red-key.ts";
import { judgeCriteria } from "../../src/verdict/compute-verdict.ts";

const id: TestId = { runner: "node-test", file: "test/a.test.js", name: "adds" };
const testSource = 'test("adds", () => {\n  assert.equal(add(1, 2), 3);\n});';
const proof: EarlierProof = { criterion: "REQ-1.1", test: id, runId: "0197", testSource };
const hash = "a".repeat(64);
const green: readonly RedCheck[] = [
  { method: "baseline", outcome: "green", detail: "" },
  { method: "hollow", outcome: "not-applicable", detail: "Nothing was changed." },
];
const requirement: Requirement = {
  id: "REQ-1",
  title: "Adding",
  statement: "It adds.",
  priority: "must",
  quotations: [],
  assumption: true,
  criteria: [{ id: "REQ-1.1", text: "When given 1 and 2, 3." }],
};

async function judge(text: string, provenBefore: readonly EarlierProof[]) {
  const request = {
    provenBefore,
    final: { id: hash, treeHash: hash, fileCount: 1, totalBytes: 1 },
    workspaces: {
      readFile: async () => Buffer.from(text),
      changeSet: () => Promise.reject(new Error("not asked for")),
      openWorkingTree: () => Promise.reject(new Error("not asked for")),
    },
  };
  const red = await addEarlierProofs(request, new Map([[redKey("REQ-1", id), green]]));
  const result = { id, outcome: "passed", failure: null, message: null, durationMs: 1 } as const;
  const bound = [{ criterion: "REQ-1.1", id, result, suiteProblems: [] }];
  return judgeCriteria({ requirements: [requirement], accepted: [], bound, red })[0];
}

describe("what an earlier run proved", () => {
  it("stays proven while the test passes and stands as it stood, though nothing turns it red any more", async () => {
    expect(await judge(`// Tests.\n${testSource}\n`, [proof])).toMatchObject({
      status: "proven",
      reason: expect.stringMatching(/in run 0197; neither the requirement nor the test has changed since/),
    });
  });

  it("is proven no more once the test is another, or when no run proved it", async () => {
    expect(await judge(`${testSource.replace("3", "4")}\n`, [proof])).toMatchObject({ status: "unproven" });
    expect(await judge(`${testSource}\n`, [])).toMatchObject({ status: "unproven" });
  });
});
