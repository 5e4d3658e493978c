import { gatherStaged, type Files, type Gathered, type StagedRun } from "./stage-run.ts";

/** A cart that learns to add up, tested with node:test. */
export const testFile = "test/cart.test.js";
export const suites = [{ runner: "node-test" as const, files: [testFile] }];
export const imports = 'import { test } from "node:test";\nimport assert from "node:assert/strict";\n';
export const before: Files = { "src/cart.js": "export function count(items) {\n  return items.length;\n}\n" };
const added =
  "\nexport function total(items) {\n  return items.reduce((sum, { price }) => sum + price, 0);\n}\n";
export const sound: Files = { "src/cart.js": `${before["src/cart.js"]}${added}` };
export const importing = `${imports}import { total } from "../src/cart.js";\n`;

/** Gathers evidence for one criterion bound to the test "adds up". */
export async function gatherWith(test: string, staged: Partial<StagedRun> = {}): Promise<Gathered> {
  return await gatherStaged({
    before,
    after: { ...sound, [testFile]: test, ...staged.after },
    testing: { suites, bindings: [{ criterion: "REQ-1.1", file: testFile, test: "adds up" }] },
    ...(staged.before === undefined ? {} : { before: staged.before }),
    ...(staged.testing === undefined ? {} : { testing: staged.testing }),
  });
}
