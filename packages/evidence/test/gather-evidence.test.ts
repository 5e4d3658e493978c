import { describe, expect, it } from "vitest";
import { before, gatherWith, importing, imports, sound, suites, testFile } from "./gather-cart-evidence.ts";
import { gatherStaged } from "./stage-run.ts";

describe("a criterion", () => {
  it("is proven by an honest test of a new function", async () => {
    const { report, openTrees } = await gatherWith(
      `${importing}test("adds up", () => assert.equal(total([{ price: 2 }, { price: 3 }]), 5));\n`,
    );
    expect(report.criteria).toMatchObject([{ status: "proven", criterion: "REQ-1.1" }]);
    expect(report.criteria[0]!.reason).toContain("src/cart.js: total emptied");
    expect(report.criteria[0]!.evidence[0]!.red).toMatchObject([
      { method: "baseline", outcome: "red-load" },
      { method: "hollow", outcome: "red-assertion" },
    ]);
    expect(report.status).toBe("succeeded");
    expect(openTrees).toBe(0);
  });
  it("is unproven when the test asserts nothing", async () => {
    const { report } = await gatherWith(`${importing}test("adds up", () => void total([]));\n`);
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("does not test the behaviour") },
    ]);
    expect(report.status).toBe("failed");
  });

  it("is unproven when the test was green before the run and notices nothing now", async () => {
    const { report } = await gatherWith(
      `${imports}import { count } from "../src/cart.js";\ntest("adds up", () => assert.equal(count([1]), 1));\n`,
    );
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("passed before the run too") },
    ]);
    expect(report.criteria[0]!.evidence[0]!.red).toMatchObject([
      { method: "baseline", outcome: "green" },
      { method: "hollow", outcome: "green" },
    ]);
  });

  it("is unproven when the test of old behaviour stands in a file that did not load before", async () => {
    const { report } = await gatherWith(
      `${importing}import { count } from "../src/cart.js";\ntest("adds up", () => assert.equal(count([total]), 1));\n`,
      { after: { "src/cart.js": sound["src/cart.js"]!.replace("items.length", "[...items].length") } },
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
    expect(report.criteria[0]!.evidence[0]!.red).toMatchObject([
      { method: "baseline", outcome: "red-load" },
      { method: "hollow", outcome: "green", detail: expect.stringContaining("count as before the run") },
    ]);
  });

  it("is proven by the tree before the run when a changed function fails there by assertion", async () => {
    const { report, events } = await gatherWith(
      `${imports}import { count } from "../src/cart.js";\ntest("adds up", () => assert.equal(count(null), 0));\n`,
      {
        after: { "src/cart.js": "export function count(items) {\n  return items?.length ?? 0;\n}\n" },
        before: {
          "src/cart.js": "export function count(items) {\n  return items === null ? -1 : items.length;\n}\n",
        },
      },
    );
    expect(report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("in the tree before the run") },
    ]);
    expect(report.criteria[0]!.evidence[0]!.red).toMatchObject([
      { method: "baseline", outcome: "red-assertion" },
      {
        method: "hollow",
        outcome: "red-assertion",
        detail: expect.stringContaining("count as before the run"),
      },
    ]);
    expect(events.filter(({ type }) => type === "tests-finished")).toMatchObject([
      { tree: "final", passed: 1, failed: 0 },
      { tree: "final", passed: 1, failed: 0 },
      { tree: "baseline", passed: 0, failed: 1 },
      { tree: "hollow", passed: 0, failed: 1 },
    ]);
    expect(events.filter(({ type }) => type === "command-finished")).toMatchObject([
      { purpose: "test", exitCode: 0, command: expect.stringContaining("node --test") },
      { purpose: "test", exitCode: 0 },
      { purpose: "test", exitCode: 1 },
      { purpose: "test", exitCode: 1 },
    ]);
  });

  it.each([
    ["skipped", 'test.skip("adds up", () => assert.equal(total([]), 0));', "is skipped"],
    ["a todo", 'test.todo("adds up", () => assert.equal(total([]), 0));', "marked as todo"],
    [
      "absent",
      'test("adds", () => assert.equal(total([]), 0));',
      "did not run: there is no test of that name",
    ],
  ])("is unproven when the test is %s", async (_, test, reason) => {
    const { report } = await gatherWith(`${importing}test("other", () => {});\n${test}\n`);
    expect(report.criteria).toMatchObject([{ status: "unproven", reason: expect.stringContaining(reason) }]);
    expect(report.status).toBe("failed");
  });

  it("is unproven when no test is bound to it", async () => {
    const { report } = await gatherWith(`${importing}test("adds up", () => {});\n`, {
      testing: { suites, bindings: [] },
    });
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: "No test is bound to it.", evidence: [] },
    ]);
  });

  it("is unproven when the test file does not load on the final tree", async () => {
    const { report } = await gatherWith(
      `${imports}import { sum } from "../src/cart.js";\ntest("adds up", () => assert.equal(sum([]), 0));\n`,
    );
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("did not run") },
    ]);
    const problems = report.suites[0]!.problems.join("\n");
    expect(problems).toContain("does not provide an export named 'sum'");
    expect(problems).not.toContain("file:///");
  });

  it("fails when its test fails", async () => {
    const { report } = await gatherWith(`${importing}test("adds up", () => assert.equal(total([]), 1));\n`);
    expect(report.criteria).toMatchObject([
      { status: "failed", reason: expect.stringContaining("fails by assertion"), evidence: [{ red: [] }] },
    ]);
  });

  it("is proven through single alterations where an emptied function only breaks the test", async () => {
    const { report } = await gatherWith(
      `${imports}import { receipt } from "../src/cart.js";\ntest("adds up", () => assert.equal(receipt([1, 2]).lines.length, 2));\n`,
      {
        after: {
          "src/cart.js": `${before["src/cart.js"]}\nexport function receipt(items) {\n  const lines = items.map((item) => String(item));\n  return { lines: lines.filter((line) => line !== "0"), at: new Date() };\n}\n`,
        },
      },
    );
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
    expect(report.criteria[0]!.evidence[0]!.red[1]).toMatchObject({ outcome: "red-assertion" });
  });

  it("is unproven, with the number of tries, when nothing makes the test fail by assertion", async () => {
    const { report, events } = await gatherStaged({
      before,
      after: { ...sound, [testFile]: `${importing}test("adds up", () => void total([]).toFixed());\n` },
      testing: { suites, bindings: [{ criterion: "REQ-1.1", file: testFile, test: "adds up" }] },
      maxHollowRuns: 3,
    });
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("never by assertion") },
    ]);
    expect(report.criteria[0]!.evidence[0]!.red[1]!.detail).toContain("No assertion failed in 3 executions");
    expect(events.filter((event) => event.type === "tests-finished" && event.tree === "hollow")).toHaveLength(
      3,
    );
  });

  it("is proven by a constant that the run added", async () => {
    const { report } = await gatherWith(
      `${imports}import { limit } from "../src/limit.js";\ntest("adds up", () => assert.equal(limit, 10));\n`,
      { after: { "src/limit.js": "export const limit = 10;\n" } },
    );
    expect(report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("10 → (11)") },
    ]);
  });

  it("is unproven when the test only tests helpers among the tests", async () => {
    const { report } = await gatherWith(
      `${imports}import { help } from "./help.js";\ntest("adds up", () => assert.equal(help(), 1));\n`,
      { after: { "test/help.js": "export const help = () => 1;\n" } },
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });

  it("is unproven when only an assertion in the code under test fails", async () => {
    const { report } = await gatherWith(
      `${imports}import { check } from "../src/check.js";\ntest("adds up", () => void check(1).toFixed());\n`,
      {
        after: {
          "src/check.js":
            'import assert from "node:assert";\nexport function check(value) {\n  assert.ok(value > 0);\n  return value;\n}\n',
        },
      },
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });

  it("is not proven by what an execution left behind for the next", async () => {
    const { report } = await gatherWith(
      `${importing}import { existsSync, writeFileSync } from "node:fs";
test("adds up", () => {
  assert.ok(!existsSync("marker"));
  writeFileSync("marker", "");
  void total([]).toFixed();
});\n`,
    );
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("never by assertion") },
    ]);
  });

  it("is unproven when the process ends with 0 before the test has run", async () => {
    const { report } = await gatherWith(
      `${importing}process.exit(0);\ntest("adds up", () => assert.ok(false));\n`,
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
    expect(report.suites[0]!.problems).toContain("No test was executed.");
  });

  it("is accepted, and never proven, when the user waived it", async () => {
    const { report } = await gatherStaged({
      before,
      after: { ...sound, [testFile]: `${importing}test("adds up", () => assert.equal(total([]), 0));\n` },
      testing: { suites, bindings: [] },
      accepted: ["REQ-1.1"],
    });
    expect(report).toMatchObject({ status: "succeeded", criteria: [{ status: "accepted" }] });
  });

  it("is bound to a TypeScript test", async () => {
    const file = "test/cart.test.ts";
    const { report } = await gatherStaged({
      before,
      after: {
        "src/price.ts": "export function double(price: number): number {\n  return price * 2;\n}\n",
        [file]: `${imports}import { double } from "../src/price.ts";\nconst three: number = 3;\ntest("adds up", () => assert.equal(double(three), 6));\n`,
      },
      testing: {
        suites: [{ runner: "node-test", files: [`./${file}`] }],
        bindings: [{ criterion: "REQ-1.1", file: `./${file}`, test: "adds  up " }],
      },
    });
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
  });
});
