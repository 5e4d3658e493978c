import { describe, expect, it } from "vitest";
import { explainFailure } from "../src/explain-failure.ts";
import { before, importing, imports, sound, suites, testFile } from "./gather-cart-evidence.ts";
import { gatherStaged, type Files, type Gathered } from "./stage-run.ts";

const old = "test/count.test.js";
const counting = `${imports}import { count } from "../src/cart.js";\ntest("counts", () => assert.equal(count([1]), 1));\n`;

/** A run that adds up as asked, beside a test file of the project that no suite lists. */
async function gather(existing: Files, after: Files = {}): Promise<Gathered> {
  return await gatherStaged({
    before: { ...before, ...existing },
    after: {
      ...sound,
      [testFile]: `${importing}test("adds up", () => assert.equal(total([{ price: 2 }]), 2));\n`,
      ...after,
    },
    testing: { suites, bindings: [{ criterion: "REQ-1.1", file: testFile, test: "adds up" }] },
  });
}

const broken = { "src/cart.js": sound["src/cart.js"]!.replace("items.length", "0") };

describe("a test file of the project that no suite lists", () => {
  it("is run, and says nothing when it holds", async () => {
    const { report, events } = await gather({ [old]: counting });
    expect(report).toMatchObject({ status: "succeeded", findings: [] });
    expect(events.some((event) => event.type === "command-finished" && event.command.includes(old))).toBe(
      true,
    );
  });

  it("blocks when the run broke it, and goes back to whoever writes code", async () => {
    const { report } = await gather({ [old]: counting }, broken);
    expect(report).toMatchObject({
      status: "failed",
      criteria: [{ status: "proven" }],
      findings: [
        {
          kind: "failing-test",
          blocking: true,
          path: old,
          message: expect.stringContaining("“counts” fails: "),
        },
      ],
    });
    expect(explainFailure(report)).toMatchObject({ route: "coding" });
  });

  it("is not blamed on the run when it failed before, and is one finding whatever it holds", async () => {
    const failing = ["one", "two"].map((name) => `test("${name}", () => assert.ok(false));\n`).join("");
    const { report } = await gather({ [old]: `${counting}${failing}` });
    expect(report).toMatchObject({
      status: "succeeded",
      findings: [
        {
          kind: "failing-test",
          blocking: false,
          path: old,
          message: "“one”, “two” fail, as they did before the run.",
        },
      ],
    });
  });

  it("blocks when it does not load any more", async () => {
    const { report } = await gather(
      { [old]: counting },
      { "src/cart.js": sound["src/cart.js"]!.replace("function count", "function countAll") },
    );
    expect(report.findings).toMatchObject([
      {
        kind: "failing-test",
        blocking: true,
        path: old,
        message: expect.stringMatching(
          /^A test that passed before the run does not run any more: .*not load/,
        ),
      },
    ]);
  });

  it("does not block when it did not load before either", async () => {
    const { report } = await gather({ [old]: counting.replace("{ count }", "{ nothing }") });
    expect(report).toMatchObject({ status: "succeeded", findings: [] });
  });

  it("does not block when it fails at one time and passes at another", async () => {
    // What tells two executions on the final tree apart has to lie outside of the tree.
    const moody = `${imports}import { existsSync, writeFileSync } from "node:fs";
const marker = \`\${import.meta.dirname}/../../moody\`;
test("moody", () => { if (!existsSync("src/new.js") || existsSync(marker)) return; writeFileSync(marker, ""); assert.ok(false); });\n`;
    const { report } = await gather({ [old]: moody }, { "src/new.js": "export const now = 1;\n" });
    expect(report).toMatchObject({
      status: "succeeded",
      findings: [
        {
          blocking: false,
          message: expect.stringContaining("“moody” fails at one time and passes at another"),
        },
      ],
    });
  });

  it("is named where its runner is not there", async () => {
    const { report } = await gather({ [old]: counting.replace("node:test", "vitest") });
    expect(report).toMatchObject({
      status: "succeeded",
      findings: [
        {
          kind: "not-run",
          blocking: false,
          message: expect.stringContaining(`${old}: Vitest is not installed`),
        },
      ],
    });
  });
});
