import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { gatherWith, imports, sound } from "./gather-cart-evidence.ts";

const reading = `${imports}import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { total } from "../src/cart.js";
const source = readFileSync("src/cart.js", "utf8");
`;
const hash = createHash("sha256").update(String(sound["src/cart.js"])).digest("hex");

describe("a test that fails wherever the work is taken away, just because it reads the sources", () => {
  it.each([
    [
      "compares the hash of a source",
      `assert.equal(createHash("sha256").update(source).digest("hex"), "${hash}");`,
    ],
    ["looks for a line", "assert.match(source, /^  return items.reduce.*price }.* => sum . price, 0.;$/m);"],
    ["throws instead", "if (!/sum . price/.test(source)) throw new Error(String(total([])));"],
  ])("proves nothing: it %s", async (_, body) => {
    const { report } = await gatherWith(`${reading}test("adds up", () => {\n  ${body}\n});\n`);
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("judges the text of the sources") },
    ]);
    expect(report.suites[0]!.tests).toMatchObject([{ outcome: "textual", failure: null }]);
    expect(report.suites[0]!.problems).toEqual([]);
  });
});
