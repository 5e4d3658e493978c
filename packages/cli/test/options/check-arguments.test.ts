import { expect, it } from "vitest";
import { checkArguments } from "../../src/options/check-arguments.ts";

it("refuses a number that is none, and a single value given twice, as usage", () => {
  expect(() => checkArguments({ seed: Number.NaN }, new Set())).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining("--seed") }),
  );
  expect(() => checkArguments({ prompt: ["a", "b"] }, new Set(["env"]))).toThrow(
    /--prompt was given 2 times/,
  );
});

it("lets lists, numbers and the words of the command pass", () => {
  expect(checkArguments({ _: ["run", "x"], env: ["A", "B"], seed: 7 }, new Set(["env"]))).toBe(true);
});

it.each([
  [{ _: ["run"], target: "" }, "<target> was given an empty text"],
  [{ _: ["runs", "list"], target: "" }, "--target was given an empty text"],
  [{ _: ["resume"], run: "" }, "<run> was given an empty text"],
  [{ _: ["run"], "input-docs": ["plan.md", ""] }, "--input-docs was given an empty text"],
  [{ _: ["run"], model: "" }, "--model was given an empty text"],
])("refuses an empty text: %j", (args, message) => {
  expect(() => checkArguments(args, new Set(["input-docs"]))).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining(message) }),
  );
});
