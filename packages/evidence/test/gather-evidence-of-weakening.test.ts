import type { Requirement } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { explainFailure } from "../src/explain-failure.ts";
import { imports } from "./gather-cart-evidence.ts";
import { gatherStaged, requirement, type Files, type Gathered } from "./stage-run.ts";

const testFile = "test/greet.test.js";
const greet = (body: string): string => `export function greet(name) {\n  return ${body};\n}\n`;
const expecting = (text: string, more = ""): string =>
  `${imports}import { greet } from "../src/greet.js";\ntest("greets", () => assert.equal(greet("Ada"), ${text}));\n${more}`;
const quoted: Requirement = {
  ...requirement("must", 1),
  assumption: false,
  quotations: [
    {
      text: "It says Hello.",
      span: {
        path: "plan.md",
        startLine: 1,
        endLine: 1,
        startOffset: 0,
        endOffset: 14,
        contentHash: "a".repeat(64),
      },
    },
  ],
};

async function gather(
  after: Files,
  bound = "greets",
  change: { before?: Files; requirements?: readonly Requirement[] } = {},
): Promise<Gathered> {
  return await gatherStaged({
    before: { "src/greet.js": greet('"hi " + name'), [testFile]: expecting('"hi Ada"'), ...change.before },
    after: { "src/greet.js": greet('"Hello, " + name'), ...after },
    requirements: change.requirements ?? [quoted],
    testing: {
      suites: [{ runner: "node-test", files: [testFile] }],
      bindings: [{ criterion: "REQ-1.1", file: testFile, test: bound }],
    },
  });
}

describe("an altered expectation of a test that stood before", () => {
  it("does not block when a criterion that a document asks for is proven by it", async () => {
    const { report } = await gather({ [testFile]: expecting('"Hello, Ada"') });
    expect(report).toMatchObject({
      status: "succeeded",
      findings: [
        {
          kind: "weakened-test",
          blocking: false,
          message: expect.stringContaining("it is bound to REQ-1.1"),
        },
      ],
    });
  });

  it("blocks when the criterion is an assumption, or another test is bound", async () => {
    const assumed = await gather({ [testFile]: expecting('"Hello, Ada"') }, "greets", {
      requirements: [requirement("must", 1)],
    });
    expect(assumed.report).toMatchObject({ status: "failed", findings: [{ blocking: true }] });
    const other = 'test("greets Bo", () => assert.equal(greet("Bo"), "Hello, Bo"));\n';
    const unbound = await gather({ [testFile]: expecting('"Hello, Ada"', other) }, "greets Bo");
    expect(unbound.report).toMatchObject({
      status: "failed",
      criteria: [{ status: "proven" }],
      findings: [
        { blocking: true, message: expect.stringContaining("An expectation of “greets” was altered") },
      ],
    });
    expect(explainFailure(unbound.report)).toMatchObject({ route: "testing" });
  });

  it("does not block when the test holds as it stood before", async () => {
    const more = 'test("greets Bo", () => assert.equal(greet("Bo"), "Hello, Bo"));\n';
    const { report } = await gather({ [testFile]: expecting('"Hello, Ada"', more) }, "greets Bo", {
      before: { [testFile]: expecting('["hi Ada", "Hello, Ada"].find((each) => each === greet("Ada"))') },
    });
    expect(report).toMatchObject({
      status: "succeeded",
      findings: [{ blocking: false, message: expect.stringContaining("As it stood before, it holds") }],
    });
  });
});

describe("an altered fixture", () => {
  const reading = expecting('"" + readFileSync("test/expected.txt")').replace(
    "import {",
    'import { readFileSync } from "node:fs";\nimport {',
  );
  const more = 'test("greets Bo", () => assert.equal(greet("Bo"), "Hello, Bo"));\n';

  it.each([
    ["blocks when a test falls without it that no criterion is bound to", "greets Bo", "failed", true],
    ["does not block when what falls is bound to a proven criterion", "greets", "succeeded", false],
  ])("%s", async (_, bound, status, blocking) => {
    const { report } = await gather(
      { [testFile]: reading + more, "test/expected.txt": "Hello, Ada" },
      bound,
      {
        before: { [testFile]: reading, "test/expected.txt": "hi Ada" },
      },
    );
    expect(report).toMatchObject({ status, findings: [{ path: "test/expected.txt", blocking }] });
  });
});

describe("altered settings", () => {
  it("block, and go back to whoever writes code", async () => {
    const { report } = await gather(
      {
        [testFile]: expecting('"Hello, Ada"'),
        "package.json": '{"type":"module","scripts":{"test":"exit 0"}}\n',
      },
      "greets",
      { before: { "package.json": '{"type":"module","scripts":{"test":"node --test"}}\n' } },
    );
    expect(report.status).toBe("failed");
    expect(report.findings.filter(({ blocking }) => blocking)).toMatchObject([
      { path: "package.json", message: "How tests are run was altered: scripts.test." },
    ]);
    expect(explainFailure(report)).toMatchObject({ route: "coding" });
  });
});
