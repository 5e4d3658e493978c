import { describe, expect, it } from "vitest";
import { gatherStaged, type Gathered } from "./stage-run.ts";

const total = "export function total(prices) {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n";
const file = "test/total.test.js";
const test = (expected: number): string => `import { test } from "node:test";
import assert from "node:assert/strict";
test("adds up", async () => {
  const { total } = await import("../src/total.js");
  assert.equal(total([2, 3]), ${expected});
});
`;

async function gatherDeclared(
  runner: "junit" | "tap",
  command: string[],
  text: string,
  name = "adds up",
): Promise<Gathered> {
  return await gatherStaged({
    before: {},
    after: { "src/total.js": total, [file]: text },
    testing: {
      suites: [{ runner, files: [file], command }],
      bindings: [{ criterion: "REQ-1.1", file, test: name }],
    },
  });
}

const junit = ["node", "--test", "--test-reporter=junit", "--test-reporter-destination={report}", "{files}"];
const tap = ["node", "--test", "--test-reporter=tap", "{file}"];

describe.each([
  ["junit", junit],
  ["tap", tap],
] as const)("evidence from %s by a declared command", (runner, command) => {
  it("proves a new function as a test does", async () => {
    const { report } = await gatherDeclared(runner, [...command], test(5));
    expect(report).toMatchObject({
      status: "succeeded",
      criteria: [{ status: "proven", proof: "test" }],
      suites: [{ runner, problems: [] }],
    });
  });

  it("has no results of a command that is not there", async () => {
    const { report } = await gatherDeclared(runner, ["no-such-runner", "{report}"], test(5));
    expect(report.suites).toMatchObject([
      { exitCode: 127, problems: expect.arrayContaining(["The runner wrote no report."]) },
    ]);
  });
});

// What comes of a report is the same for both.
describe("evidence from a declared command", () => {
  it.each([
    ["fails", test(6), "failed"],
    ["is skipped", test(5).replace('test("', 'test.skip("'), "unproven"],
    ["leaves with 0", test(5).replace("assert.equal", "process.exit(0);\n  assert.equal"), "unproven"],
    ["asserts nothing", test(5).replace("assert.equal", "void "), "unproven"],
    ["does not load", `import "../src/none.js";\n${test(5)}`, "unproven"],
  ])("proves nothing by a test that %s", async (_, text, status) => {
    const { report } = await gatherDeclared("junit", junit, text);
    expect(report.criteria).toMatchObject([{ status }]);
  });
});

describe("a command that makes its results up", () => {
  const forged: Readonly<Record<"junit" | "tap", string>> = {
    junit: '<testsuite tests="1"><testcase name="adds up"/></testsuite>',
    tap: "1..1\nok 1 - adds up\n",
  };

  it.each(["junit", "tap"] as const)(
    "proves nothing: it says the same without the work: %s",
    async (runner) => {
      const script = `process.getBuiltinModule("node:fs").writeFileSync(process.argv[2], ${JSON.stringify(forged[runner])});\n`;
      const { report } = await gatherDeclared(runner, ["node", "{file}", "{report}"], script);
      expect(report.suites).toMatchObject([{ problems: [] }]);
      expect(report.criteria).toMatchObject([
        { status: "unproven", reason: expect.stringContaining("passed before the run too") },
      ]);
    },
  );

  it.each(["junit", "tap"] as const)(
    "proves nothing by an exit code that says otherwise: %s",
    async (runner) => {
      const script = `process.getBuiltinModule("node:fs").writeFileSync(process.argv[2], ${JSON.stringify(forged[runner])});\nprocess.exit(1);\n`;
      const { report } = await gatherDeclared(runner, ["node", "{file}", "{report}"], script);
      expect(report.suites[0]!.problems).toEqual([
        "The runner exited with 1 although its report holds no failure.",
      ]);
    },
  );

  it("cannot leave a report in the tree for later", async () => {
    const script = 'import { writeFileSync } from "node:fs";\nwriteFileSync("report.xml", "<testsuite/>");\n';
    const { report } = await gatherDeclared("junit", ["node", "{file}", "{report}"], script);
    expect(report.suites[0]!.problems).toContain("The runner wrote no report.");
  });
});
