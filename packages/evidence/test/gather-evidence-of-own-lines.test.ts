import type { FileWrite, RedCheck } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { imports, suites, testFile } from "./gather-cart-evidence.ts";
import { gatherStaged, requirement, type Gathered } from "./stage-run.ts";

const path = "src/cart.js";
const total =
  "export function total(items) {\n  return items.reduce((sum, { price }) => sum + price, 0);\n}\n";
const discount = "export function discount(sum) {\n  return sum > 100 ? sum * 0.9 : sum;\n}\n";

/** Calls that wrote the cart one after the other, each for the requirement in front of it. */
function written(
  ...versions: readonly (readonly [requirement: string, text: string])[]
): readonly FileWrite[] {
  return versions.map(([id, after], index) => ({
    path,
    before: versions[index - 1]?.[1] ?? null,
    after,
    requirements: [id],
    stage: "coding",
    attempt: 1,
    toolCallId: `c${index}`,
  }));
}

/** Evidence for REQ-1 by the test "adds up", and for REQ-2 by the test "discounts". */
async function gather(
  writes: readonly FileWrite[],
  tests: { readonly sums: string; readonly discounts: string },
) {
  const source = writes.at(-1)?.after ?? "";
  return await gatherStaged({
    before: {},
    after: {
      [path]: source,
      [testFile]: `${imports}import * as cart from "../src/cart.js";\ntest("adds up", () => { ${tests.sums} });\ntest("discounts", () => { ${tests.discounts} });\n`,
    },
    requirements: [requirement("must", 1), requirement("must", 2)],
    writes,
    testing: {
      suites,
      bindings: [
        { criterion: "REQ-1.1", file: testFile, test: "adds up" },
        { criterion: "REQ-2.1", file: testFile, test: "discounts" },
      ],
    },
  });
}

function hollowOf({ report }: Gathered, criterion: number): RedCheck | undefined {
  return report.criteria[criterion]?.evidence[0]?.red.find(({ method }) => method === "hollow");
}

const sums = "assert.equal(cart.total([{ price: 2 }, { price: 3 }]), 5);";

describe("a criterion whose requirement has lines of its own", () => {
  const apart = written(["REQ-1", total], ["REQ-2", total + discount]);

  it("is proven by a test that notices when they are taken away, each by itself", async () => {
    const gathered = await gather(apart, { sums, discounts: "assert.equal(cart.discount(200), 180);" });
    expect(gathered.report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("total emptied (written for REQ-1)") },
      { status: "proven", reason: expect.stringContaining("discount emptied (written for REQ-2)") },
    ]);
  });

  it("is unproven by a test that notices only when lines of another are, and it is said that it runs past them", async () => {
    const gathered = await gather(apart, { sums, discounts: sums });
    expect(gathered.report).toMatchObject({
      status: "failed",
      criteria: [{ status: "proven" }, { status: "unproven" }],
    });
    expect(gathered.report.criteria[1]?.reason).toMatch(
      /does not execute what it is to prove\. Nothing that was written for REQ-2 makes an assertion fail/,
    );
    expect(hollowOf(gathered, 1)).toMatchObject({ outcome: "red-elsewhere", executes: false });
  });

  it("is unproven by a test that executes them and asserts something else", async () => {
    const gathered = await gather(apart, { sums, discounts: `cart.discount(200); ${sums}` });
    expect(hollowOf(gathered, 1)).toMatchObject({ outcome: "red-elsewhere", executes: true });
  });

  it("is judged by the lines alone where another requirement has lines in the same function", async () => {
    const receipt = "export function receipt(sum) {\n  const made = { sum };\n  return made;\n}\n";
    const priced = receipt.replace("  return", '  made.currency = "EUR";\n  return');
    const shared = written(["REQ-1", receipt], ["REQ-2", priced]);
    const summing = "assert.equal(cart.receipt(5)?.sum, 5);";
    const honest = { sums: summing, discounts: 'assert.equal(cart.receipt(5)?.currency, "EUR");' };
    expect((await gather(shared, honest)).report.criteria).toMatchObject([
      { status: "proven" },
      { status: "proven", reason: expect.stringContaining('"EURx" (written for REQ-2)') },
    ]);
    const lazy = await gather(shared, { sums: summing, discounts: summing });
    expect(hollowOf(lazy, 1)).toMatchObject({ outcome: "red-elsewhere" });
    expect(lazy.report.criteria).toMatchObject([{ status: "proven" }, { status: "unproven" }]);
  });
});

describe("a criterion whose requirement has no lines of its own", () => {
  it("may be proven by any that the run changed, and the reason says so", async () => {
    const gathered = await gather(written(["REQ-1", total]), { sums, discounts: sums });
    expect(gathered.report.criteria).toMatchObject([
      { status: "proven", reason: expect.not.stringContaining("written for") },
      { status: "proven", reason: expect.stringContaining("no line that could be is said to serve REQ-2") },
    ]);
  });
});

describe("a criterion whose requirement has lines of its own in Python", () => {
  const file = "tests/test_cart.py";
  const first = "def total(items):\n    return sum(items)\n";
  const both = `${first}\n\ndef lines(items):\n    """Each on its own."""\n    for item in items:\n        yield str(item)\n`;
  const wrote = (id: string, before: string | null, after: string): FileWrite => ({
    path: "cart.py",
    before,
    after,
    requirements: [id],
    stage: "coding",
    attempt: 1,
    toolCallId: id,
  });

  it("is told from another, generators included, and what runs past them is seen to", async () => {
    const gathered = await gatherStaged({
      before: {},
      after: {
        "cart.py": both,
        [file]: `import unittest\nimport cart\n\nclass CartTest(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(cart.total([2, 3]), 5)\n\n    def test_lines(self):\n        self.assertEqual(list(cart.lines([2])), ["2"])\n\n    def test_lazy(self):\n        self.assertEqual(cart.total([2]), 2)\n\n    def test_idle(self):\n        list(cart.lines([2]))\n        self.assertEqual(cart.total([2]), 2)\n`,
      },
      requirements: [1, 2, 3, 4].map((number) => requirement("must", number)),
      writes: [
        wrote("REQ-1", null, first),
        { ...wrote("REQ-2", first, both), requirements: ["REQ-2", "REQ-3", "REQ-4"] },
      ],
      testing: {
        suites: [{ runner: "unittest", files: [file] }],
        bindings: ["total", "lines", "lazy", "idle"].map((name, index) => ({
          criterion: `REQ-${index + 1}.1`,
          file,
          test: `CartTest::test_${name}`,
        })),
      },
    });
    expect(gathered.report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("total emptied (written for REQ-1)") },
      { status: "proven", reason: expect.stringContaining("lines emptied (written for REQ-2)") },
      { status: "unproven", reason: expect.stringContaining("does not execute what it is to prove") },
      { status: "unproven", reason: expect.stringContaining("Nothing that was written for REQ-4") },
    ]);
    expect(hollowOf(gathered, 3)).toMatchObject({ outcome: "red-elsewhere", executes: true });
    expect(hollowOf(gathered, 2)).toMatchObject({ outcome: "red-elsewhere", executes: false });
  });
});
