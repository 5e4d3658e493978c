import { describe, expect, it } from "vitest";
import { gatherWith, importing } from "./gather-cart-evidence.ts";

/** What tells executions apart has to lie outside of the tree, which is the same each time. */
const counting = `import { appendFileSync, readFileSync } from "node:fs";
const log = \`\${import.meta.dirname}/../../executions\`;
appendFileSync(log, ".");
// Date, or chance, by other means: the number of this execution.
const execution = readFileSync(log, "utf8").length;\n`;

const total = "total([{ price: 1 }])";
const test = (condition: string): string =>
  `${importing}${counting}test("adds up", () => { void ${total}; assert.ok(${condition}); });\n`;

describe("a test that fails without the behaviour by chance", () => {
  // The first two executions are of the final tree; before the run the file does not load; the third has the work taken away.
  it("shows nothing when it does not fail so again", async () => {
    const { report } = await gatherWith(test("execution !== 3"));
    expect(report.criteria).toMatchObject([
      {
        status: "unproven",
        reason: expect.stringContaining("it did not fail like that when it was run again"),
      },
    ]);
  });

  it("shows nothing when it fails later with nothing taken away, as one that goes by the clock does", async () => {
    const { report } = await gatherWith(test("execution < 3"));
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("it fails later with nothing taken away, too") },
    ]);
  });

  it("shows what it does when it only names the time, and ends the same way again", async () => {
    const honest = `${importing}test("adds up", () => { void Date.now(); assert.equal(${total}, 1); });\n`;
    const { report, events } = await gatherWith(honest);
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
    expect(events.filter((event) => event.type === "tests-finished")).toHaveLength(6);
  });
});
