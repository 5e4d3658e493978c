import type { RedCheck } from "@kimi/contracts";
import { expect, it } from "vitest";
import { isRedEnough, proofOf } from "../../src/verdict/weaker-evidence.ts";

const red = (baseline: RedCheck["outcome"], hollow: RedCheck["outcome"]): readonly RedCheck[] => [
  { method: "baseline", outcome: baseline, detail: "" },
  { method: "hollow", outcome: hollow, detail: "" },
];

it("checks are a proof of their own kind, whatever else runs is a test", () => {
  expect([proofOf("command-check"), proofOf("http-check"), proofOf("junit"), proofOf("pytest")]).toEqual([
    "command-check",
    "http-check",
    "test",
    "test",
  ]);
});

it.each(["red-assertion", "red-error", "red-load"] as const)(
  "a check is red enough with %s before the run, and by its expectation without the work",
  (baseline) => {
    expect(isRedEnough(red(baseline, "red-assertion"))).toBe(true);
  },
);

it.each([
  ["green", "red-assertion"],
  ["not-run", "red-assertion"],
  ["red-assertion", "green"],
  ["red-assertion", "red-error"],
  ["red-assertion", "red-elsewhere"],
  ["red-assertion", "not-applicable"],
] as const)(
  "a check is not red enough with %s before the run and %s without the work",
  (baseline, hollow) => {
    expect(isRedEnough(red(baseline, hollow))).toBe(false);
  },
);

it("a check that was looked at nowhere is not red enough", () => {
  expect(isRedEnough([])).toBe(false);
});
