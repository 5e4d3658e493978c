import { expect, it } from "vitest";
import { CleanTexts } from "../../src/secrets/clean-texts.ts";

it("begins anew before it holds too much, and holds no text that is too much by itself", () => {
  const texts = new CleanTexts();
  const [first, second] = ["a", "b"].map((letter) => letter.repeat(600_000));
  texts.add(first ?? "");
  expect(texts.has(first ?? "")).toBe(true);
  texts.add(second ?? "");
  expect([texts.has(first ?? ""), texts.has(second ?? "")]).toEqual([false, true]);
  const tooMuch = "c".repeat(1_000_001);
  texts.add(tooMuch);
  expect(texts.has(tooMuch)).toBe(false);
});
