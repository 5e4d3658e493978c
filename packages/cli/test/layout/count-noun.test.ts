import { expect, it } from "vitest";
import { countNoun } from "../../src/layout/count-noun.ts";

it.each([
  [0, "0 files"],
  [1, "1 file"],
  [999, "999 files"],
  [1_000, "1,000 files"],
  [1_234_567, "1,234,567 files"],
])("%s reads as %s", (amount, text) => {
  expect(countNoun(amount, "file")).toBe(text);
});

it("takes a plural of its own", () => {
  expect([countNoun(1, "entry", "entries"), countNoun(2, "entry", "entries")]).toEqual([
    "1 entry",
    "2 entries",
  ]);
});
