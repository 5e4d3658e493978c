import { assert, integer, property, stringMatching } from "fast-check";
import { expect, it } from "vitest";
import { wrapText } from "../../src/layout/wrap-text.ts";

it("breaks between words, and within a word that is longer than a line", () => {
  expect(wrapText("one two three", 8)).toEqual(["one two", "three"]);
  expect(wrapText("one abcdefghijkl two", 5)).toEqual(["one", "abcde", "fghij", "kl", "two"]);
});

it("leaves lines that fit as they are, indented and empty ones too", () => {
  expect(wrapText("  one\n\ntwo", 8)).toEqual(["  one", "", "two"]);
  expect(wrapText("one two three", Infinity)).toEqual(["one two three"]);
});

it("makes no line too long and loses nothing but white space", () => {
  const text = stringMatching(/^[a-z \n]{0,60}$/);
  assert(
    property(text, integer({ min: 1, max: 20 }), (original, columns) => {
      const lines = wrapText(original, columns);
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      expect(lines.join("").replace(/\s/g, "")).toBe(original.replace(/\s/g, ""));
    }),
  );
});
