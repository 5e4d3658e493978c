import { describe, expect, it } from "vitest";
import { explainFailure } from "../src/explain-failure.ts";
import { before, gatherWith, importing, imports, sound, suites, testFile } from "./gather-cart-evidence.ts";
import { gatherStaged, requirement } from "./stage-run.ts";

describe("a run", () => {
  it("is partial when only a should criterion is open", async () => {
    const { report } = await gatherStaged({
      before,
      after: {
        ...sound,
        [testFile]: `${importing}test("adds up", () => assert.equal(total([{ price: 1 }]), 1));\n`,
      },
      requirements: [requirement("must", 1), requirement("should", 2)],
      testing: { suites, bindings: [{ criterion: "REQ-1.1", file: testFile, test: "adds up" }] },
    });
    expect(report.status).toBe("partial");
  });

  it("fails when a test that no criterion is bound to fails, unless it failed before", async () => {
    const old =
      'test("counts", () => assert.equal(count([1]), 1));\ntest("never held", () => assert.ok(false));\n';
    const { report } = await gatherWith(
      `${importing}import { count } from "../src/cart.js";\n${old}test("adds up", () => assert.equal(total([{ price: 1 }]), 1));\n`,
      {
        before: { ...before, [testFile]: `${imports}import { count } from "../src/cart.js";\n${old}` },
        after: { "src/cart.js": sound["src/cart.js"]!.replace("items.length", "0") },
      },
    );
    expect(report.findings).toMatchObject([
      { kind: "failing-test", blocking: true, message: expect.stringContaining("“counts” fails:") },
      { kind: "failing-test", blocking: false, message: expect.stringContaining("as it did before the run") },
    ]);
    expect(report.status).toBe("failed");
  });

  it("fails when a test that stood before was taken away", async () => {
    const { report } = await gatherWith(
      `${importing}test("adds up", () => assert.equal(total([{ price: 1 }]), 1));\n`,
      { before: { ...before, [testFile]: `${imports}test("counts", () => assert.ok(true));\n` } },
    );
    expect(report.findings).toEqual([
      { kind: "weakened-test", blocking: true, path: testFile, message: "The test “counts” is gone." },
    ]);
    expect(report).toMatchObject({ status: "failed", criteria: [{ status: "proven" }] });
  });

  it("names a runner that is not installed", async () => {
    const { report } = await gatherStaged({
      before,
      after: sound,
      testing: {
        suites: [{ runner: "vitest", files: [testFile] }],
        bindings: [{ criterion: "REQ-1.1", file: testFile, test: "adds up" }],
      },
    });
    expect(report.suites[0]!.problems[0]).toContain("Vitest is not installed");
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("Vitest is not installed") },
    ]);
  });

  it("proves nothing by a test that does not end the same way twice", async () => {
    const { report } = await gatherWith(
      // What tells the two executions apart has to lie outside of the tree, which is the same each time.
      `${importing}import { writeFileSync } from "node:fs";
const marker = \`\${import.meta.dirname}/../../second\`;
const first = (() => { try { writeFileSync(marker, "", { flag: "wx" }); return true; } catch { return false; } })();
test("adds up", () => assert.equal(total([{ price: 1 }]), first ? 1 : 2));
test("holds", () => assert.equal(total([{ price: 1 }]), 1));\n`,
    );
    expect(report.suites[0]!.tests).toMatchObject([
      { outcome: "flaky", message: expect.stringContaining("1 !== 2") },
      { outcome: "passed" },
    ]);
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("is flaky"), evidence: [{ red: [] }] },
    ]);
    expect(explainFailure(report)).toMatchObject({
      route: "testing",
      criteria: [{ message: expect.stringContaining("1 !== 2") }],
    });
  });
});
