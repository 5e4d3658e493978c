import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/redact.ts";
import { harmless, plantedSecret, presetSecrets } from "../secret-corpus.ts";

/** What secretlint itself reports, through its own entry point. */
async function secretlintFindings(text: string): Promise<readonly (readonly [number, number])[]> {
  const result = await lintSource({
    source: { content: text, filePath: "a.txt", ext: ".txt", contentType: "text" },
    options: { config: { rules: [{ id: creator.meta.id, rule: creator }] }, noPhysicFilePath: true },
  });
  return result.messages.map(({ range: [start, end] }) => [start, end]);
}

describe("the rules of secretlint's recommended preset", () => {
  it("find each preset secret of the corpus with secretlint itself, so that the comparison means something", async () => {
    for (const secret of presetSecrets) {
      for (const { text } of fc.sample(secret, 5)) {
        expect(await secretlintFindings(` ${text} `)).not.toEqual([]);
      }
    }
  });

  it("miss nothing that secretlint finds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            harmless,
            plantedSecret.map(({ text }) => text),
          ),
          { maxLength: 8 },
        ),
        fc.constantFrom("", " ", "\n", "_", "=", "/"),
        async (parts, gap) => {
          const text = parts.join(gap);
          const { findings } = createRedactor().redact(text);
          for (const [start, end] of await secretlintFindings(text)) {
            expect(findings.some((found) => found.startOffset < end && found.endOffset > start)).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
