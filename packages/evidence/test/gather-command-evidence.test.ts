import { describe, expect, it } from "vitest";
import { gatherStaged, type Files, type Gathered } from "./stage-run.ts";

const file = "test/cli.checks.json";
const cli = `import { total } from "./total.js";
console.log(\`Total: \${total(process.argv.slice(2).map(Number))}\`);
`;
const total = "export function total(prices) {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n";
const sound: Files = { "src/cli.js": cli, "src/total.js": total };

async function gatherChecks(
  checks: readonly object[],
  { before = {}, after = sound }: { readonly before?: Files; readonly after?: Files } = {},
): Promise<Gathered> {
  return await gatherStaged({
    before,
    after: { ...after, [file]: JSON.stringify({ checks }) },
    testing: {
      suites: [{ runner: "command-check", files: [file] }],
      bindings: [{ criterion: "REQ-1.1", file, test: "adds up" }],
    },
  });
}

const check = (command: readonly string[], expected: object): object => ({
  name: "adds up",
  command,
  ...expected,
});

describe("evidence from commands", () => {
  it("proves what a program prints, in the weaker kind", async () => {
    const { report, openTrees } = await gatherChecks([
      check(["node", "src/cli.js", "2", "3"], { stdout: "Total: 5\n" }),
    ]);
    expect(report).toMatchObject({
      status: "succeeded",
      criteria: [
        {
          status: "proven",
          proof: "command-check",
          reason: expect.stringContaining("weaker evidence than a test"),
          evidence: [{ red: [{ method: "baseline", outcome: "red-error" }, { outcome: "red-assertion" }] }],
        },
      ],
    });
    expect(openTrees).toBe(0);
  });

  it.each([
    ["prints a word of its own", check(["echo", "ok"], { stdout: "ok" })],
    ["looks for a file", check(["sh", "-c", "test -f src/cli.js && echo ok"], { stdout: "ok" })],
    ["only loads the code", check(["sh", "-c", "node src/cli.js >/dev/null && echo ok"], { stdout: "ok" })],
    ["ends well, whatever it prints", check(["node", "src/cli.js", "2"], {})],
  ])("proves nothing by a check that %s", async (_, one) => {
    const { report } = await gatherChecks([one]);
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
    expect(report.criteria[0]!.proof).toBeUndefined();
  });

  it.each([
    ["prints the source", ["cat", "src/total.js"], { stdout: total }],
    ["looks for a phrase in it", ["grep", "-c", "sum + price", "src/total.js"], { stdout: "1" }],
    ["counts its characters", ["sh", "-c", "wc -c < src/total.js"], { stdout: String(total.length) }],
  ])("proves nothing by a check that %s: it judges the text", async (_, command, expected) => {
    const { report } = await gatherChecks([check(command, expected)]);
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("judges the text of the sources") },
    ]);
    expect(report.suites[0]!.tests).toMatchObject([{ outcome: "textual" }]);
  });

  it("proves nothing of what the program printed before the run too", async () => {
    const { report } = await gatherChecks([check(["node", "src/cli.js", "2"], { stdout: "Total: 2" })], {
      before: sound,
      after: { ...sound, "src/total.js": total.replace("sum + price", "price + sum") },
    });
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("passed before the run too") },
    ]);
  });

  it("shows a wrong answer as what was expected and what was found", async () => {
    const { report } = await gatherChecks([check(["node", "src/cli.js", "2", "3"], { stdout: "Total: 6" })]);
    expect(report.criteria).toMatchObject([
      { status: "failed", reason: expect.stringContaining("by assertion") },
    ]);
    expect(report.suites[0]!.tests[0]!.message).toContain('expected: "Total: 6"\nfound:    "Total: 5"');
  });

  it.each([
    ["is no JSON", "{", /does not load/],
    ["holds no checks", '{"checks":[]}', /does not load/],
    [
      "says what nobody knows",
      '{"checks":[{"name":"adds up","command":["true"],"exit":0}]}',
      /Unrecognized key: "exit"/,
    ],
    [
      "holds a name twice",
      JSON.stringify({ checks: [check(["true"], {}), check(["true"], {})] }),
      /two checks named/,
    ],
  ])("proves nothing by a file that %s", async (_, text, problem) => {
    const { report } = await gatherStaged({
      before: {},
      after: { ...sound, [file]: text },
      testing: {
        suites: [{ runner: "command-check", files: [file] }],
        bindings: [{ criterion: "REQ-1.1", file, test: "adds up" }],
      },
    });
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
    expect(report.suites[0]!.problems).toMatchObject([expect.stringMatching(problem)]);
  });

  it("prefers a test where a criterion is bound to both", async () => {
    const test = "test/total.test.js";
    const { report } = await gatherStaged({
      before: {},
      after: {
        ...sound,
        [file]: JSON.stringify({ checks: [check(["node", "src/cli.js", "2"], { stdout: "Total: 2" })] }),
        [test]: `import { test } from "node:test";\nimport assert from "node:assert/strict";\ntest("adds up", async () => {\n  const { total } = await import("../src/total.js");\n  assert.equal(total([2, 3]), 5);\n});\n`,
      },
      testing: {
        suites: [
          { runner: "command-check", files: [file] },
          { runner: "node-test", files: [test] },
        ],
        bindings: [file, test].map((each) => ({ criterion: "REQ-1.1", file: each, test: "adds up" })),
      },
    });
    expect(report.criteria).toMatchObject([{ status: "proven", proof: "test" }]);
  });
});
