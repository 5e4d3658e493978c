import { expect, test } from "vitest";
import { resolveModelAlias } from "../../src/endpoint/model-aliases.ts";

test("gpt-5.0 is an alias, every other name passes through untouched", () => {
  expect(resolveModelAlias("gpt-5.0")).toBe("gpt-5.6-sol");
  for (const name of ["gpt-5.6-terra", "llama3.3:70b", "constructor", "GPT-5.0"]) {
    expect(resolveModelAlias(name)).toBe(name);
  }
});
