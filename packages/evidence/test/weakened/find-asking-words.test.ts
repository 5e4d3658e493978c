import { describe, expect, it } from "vitest";
import { findAskingWords } from "../../src/weakened/find-asking-words.ts";
import type { Weakening } from "../../src/weakened/weakening.ts";
import { requirement } from "../stage-run.ts";

const asked = (words: string, weakening: Partial<Weakening>): boolean => {
  const span = {
    path: "plan.md",
    startLine: 1,
    endLine: 1,
    startOffset: 0,
    endOffset: words.length,
    contentHash: "a".repeat(64),
  };
  const quoting = { ...requirement("must", 1), assumption: false, quotations: [{ text: words, span }] };
  return (
    findAskingWords({ kind: "test", path: "test/a.test.js", test: null, message: "", ...weakening }, [
      quoting,
    ]) !== null
  );
};

describe("words of a document", () => {
  it("ask for a change of a file that they name", () => {
    expect(asked("Update `vitest.config.ts`.", { kind: "settings", path: "vitest.config.ts" })).toBe(true);
    expect(asked("Update test/data.json.", { kind: "support", path: "test/data.json" })).toBe(true);
    expect(asked("Update old-data.json", { kind: "support", path: "test/data.json" })).toBe(false);
  });

  it("on a manifest have to be about tests", () => {
    const manifest = { kind: "settings", path: "package.json" } as const;
    expect(asked("Add lodash to package.json.", manifest)).toBe(false);
    expect(asked("The test script in package.json is `vitest run`.", manifest)).toBe(true);
    expect(asked("`npm test` runs the linter first.", manifest)).toBe(true);
  });

  it("ask for the end of a test when something it names is to go", () => {
    expect(asked("The legacyTotal function must be removed.", { test: "cart > legacyTotal adds up" })).toBe(
      true,
    );
    expect(asked("The legacyTotal function must be fast.", { test: "cart > legacyTotal adds up" })).toBe(
      false,
    );
    expect(asked("The currency must be removed.", { test: "cart > legacyTotal adds up" })).toBe(false);
    expect(
      asked("Values without error should be removed.", { test: "returns an error without values" }),
    ).toBe(false);
    expect(
      asked("The legacyTotal function must be removed.", { kind: "expectation", test: "legacyTotal" }),
    ).toBe(false);
  });

  it("are what code has found: a statement without a quotation asks for nothing", () => {
    const assumed = { ...requirement("must", 1), statement: "Remove test/a.test.js." };
    expect(
      findAskingWords({ kind: "test", path: "test/a.test.js", test: null, message: "" }, [assumed]),
    ).toBeNull();
  });
});
