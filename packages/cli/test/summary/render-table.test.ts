import { expect, it } from "vitest";
import { renderTable } from "../../src/summary/render-table.ts";

const rows = [
  ["a", "one"],
  ["long", "two words and a few more of them"],
];

it("aligns columns and leaves the last one as it comes", () => {
  expect(renderTable(["x", "what"], rows)).toBe(
    [
      "x     what",
      "──────────────────────────────────────",
      "a     one",
      "long  two words and a few more of them",
    ].join("\n"),
  );
});

it("wraps the last column below itself where the width is known", () => {
  expect(renderTable(["x", "what"], rows, 30)).toBe(
    [
      "x     what",
      "──────────────────────────────",
      "a     one",
      "long  two words and a few more",
      "      of them",
    ].join("\n"),
  );
});
