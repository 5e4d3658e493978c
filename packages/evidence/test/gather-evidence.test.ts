import { describe, expect, it } from "vitest";
import { gatherStaged, type Files, type Gathered, type StagedRun } from "./stage-run.ts";

const testFile = "test/cart.test.js";
const suites = [{ runner: "node-test" as const, files: [testFile] }];
const imports = 'import { test } from "node:test";\nimport assert from "node:assert/strict";\n';
const before: Files = { "src/cart.js": "export function count(items) {\n  return items.length;\n}\n" };
const added =
  "\nexport function total(items) {\n  return items.reduce((sum, { price }) => sum + price, 0);\n}\n";
const sound: Files = { "src/cart.js": `${before["src/cart.js"]}${added}` };
const importing = `${imports}import { total } from "../src/cart.js";\n`;

/** Gathers evidence for one criterion bound to the test "adds up". */
async function gatherWith(test: string, staged: Partial<StagedRun> = {}): Promise<Gathered> {
  return await gatherStaged({
    before,
    after: { ...sound, [testFile]: test, ...staged.after },
    testing: { suites, bindings: [{ criterion: "REQ-1.1", file: testFile, test: "adds up" }] },
    ...(staged.before === undefined ? {} : { before: staged.before }),
    ...(staged.testing === undefined ? {} : { testing: staged.testing }),
  });
}

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
});
