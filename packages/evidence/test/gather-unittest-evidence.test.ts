import { describe, expect, it } from "vitest";
import { gatherStaged, type Gathered } from "./stage-run.ts";

const file = "tests/test_cart.py";
const cart = "def total(prices):\n    return sum(prices)\n";

async function gather(body: string, source = cart): Promise<Gathered> {
  return await gatherStaged({
    before: { "tests/__init__.py": "" },
    after: {
      "cart.py": source,
      [file]: `import unittest\nfrom cart import total\n\n\nclass TestCart(unittest.TestCase):\n    def test_total(self):\n        ${body}\n`,
    },
    testing: {
      suites: [{ runner: "unittest", files: [file] }],
      bindings: [{ criterion: "REQ-1.1", file, test: "TestCart::test_total" }],
    },
  });
}

describe("evidence from unittest", () => {
  it("proves a new function", async () => {
    const { report } = await gather("self.assertEqual(total([1, 2]), 3)");
    expect(report).toMatchObject({
      status: "succeeded",
      criteria: [{ status: "proven" }],
      suites: [{ problems: [] }],
    });
  });

  it.each([
    ["asserts nothing", "total([1])", cart, "unproven"],
    ["is skipped", "self.skipTest('later')", cart, "unproven"],
    ["leaves with 0", "__import__('os')._exit(0)", cart, "unproven"],
    ["fails", "self.assertEqual(total([1]), 2)", cart, "failed"],
    [
      "leaves assertions to the code",
      "total([]) + 1",
      "def total(prices):\n    assert prices == []\n    return 1\n",
      "unproven",
    ],
  ])("proves nothing by a test that %s", async (_, body, source, status) => {
    const { report } = await gather(body, source);
    expect(report.criteria).toMatchObject([{ status }]);
  });
});
