import { expect, it } from "vitest";
import { parseForkPoint, showForkPoint } from "../../src/resume/fork-point.ts";

const stages = new Set(["coding", "testing"]);

it.each([
  ["coding", { kind: "attempt", stage: "coding", attempt: 1, turn: 1 }, "coding/1"],
  ["coding/2", { kind: "attempt", stage: "coding", attempt: 2, turn: 1 }, "coding/2"],
  ["testing/2/5", { kind: "attempt", stage: "testing", attempt: 2, turn: 5 }, "testing/2/5"],
  ["verdict", { kind: "verdict", verdict: 1 }, "verdict/1"],
  ["verdict/3", { kind: "verdict", verdict: 3 }, "verdict/3"],
] as const)("%s is a point", (text, point, shown) => {
  expect(parseForkPoint(text, stages)).toEqual(point);
  expect(showForkPoint(point)).toBe(shown);
});

it.each([
  "",
  "review",
  "coding/0",
  "coding/x",
  "coding/1/2/3",
  "coding/1.5",
  "coding/",
  "verdict/1/2",
  "coding/-1",
])("%j is none", (text) => {
  expect(parseForkPoint(text, stages)).toBeNull();
});
