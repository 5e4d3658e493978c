import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locateQuotation } from "../../src/quotation/locate-quotation.ts";
import { ingestText } from "../document-folder.ts";
import { markdownText } from "../document-text.ts";
import { fakeRedactor } from "../fake-redactor.ts";

/** What the raw text holds where the quotation was found. */
async function found(name: string, raw: string, quotation: string): Promise<string | null> {
  const document = await ingestText(name, raw, { redactor: fakeRedactor(4) });
  const span = locateQuotation(document, quotation);
  return span === null ? null : raw.slice(span.startOffset, span.endOffset);
}

describe("locateQuotation in Markdown", () => {
  const cases: readonly (readonly [string, string, string, string | null])[] = [
    ["words as they stand", "It must be fast.", "must be fast", "must be fast"],
    ["words across lines", "It must\n  be   fast.", "must be fast", "must\n  be   fast"],
    ["words with markup quoted along", "It **must** be", "It **must** be", "It **must** be"],
    ["words without their emphasis", "It **must _be_** fast", "must be fast", "must _be_** fast"],
    ["words without code marks", "Run `npm test` first", "Run npm test first", "Run `npm test` first"],
    [
      "a link's text",
      "See [the docs](https://x.test/a_b) now",
      "See the docs now",
      "See [the docs](https://x.test/a_b) now",
    ],
    ["list items", "- one\n- two\n  - three", "one two three", "one\n- two\n  - three"],
    ["a quoted block", "> it must\n> be fast", "it must be fast", "it must\n> be fast"],
    [
      "cells of a table",
      "| A | B |\n|---|---|\n| yes | no |",
      "A B yes no",
      "A | B |\n|---|---|\n| yes | no",
    ],
    ["a heading", "## The *API* ##\n\ntext", "The API text", "The *API* ##\n\ntext"],
    ["escapes", "a \\* b &amp; c &copy; d &#65;", "a * b & c © d A", "a \\* b &amp; c &copy; d &#65;"],
    [
      "typographic marks",
      "the “fast” path — it’s fine…",
      `the "fast" path - it's fine...`,
      "the “fast” path — it’s fine…",
    ],
    [
      "plain marks quoted as typographic",
      `the "fast" path - ok`,
      "the “fast” path – ok",
      `the "fast" path - ok`,
    ],
    ["code", "```ts\nts();\nconst a = 1;\n```", "ts(); const a = 1;", "ts();\nconst a = 1;"],
    [
      "an address",
      "So mail me@example.test or **www.example.test** now",
      "me@example.test or www.example.test now",
      "me@example.test or **www.example.test** now",
    ],
    ["a task", "- [ ] do **it**", "do it", "do **it"],
    [
      "markup that differs from the document's",
      "> it **must**\n> be _fast_",
      "it must\nbe *fast*",
      "it **must**\n> be _fast",
    ],
    ["text with soft hyphens", "the re\u00ADquire\u00ADment", "requirement", "re\u00ADquire\u00ADment"],
    ["whole words before parts of words", "catalog log", "log", "log"],
    [
      "a placeholder, by the secret it stands for",
      "use SECRET-abc here",
      "use <##> here",
      "use SECRET-abc here",
    ],
    [
      "an address in a bracket",
      "So see [www.example.test **now**",
      "see [www.example.test now",
      "see [www.example.test **now",
    ],
    ["part of a placeholder, by the whole secret", "use SECRET-abc here", "use <#", "use SECRET-abc"],
    ["code and what follows", "```ts\nts();\n```\n\nthen **x**", "ts(); then x", "ts();\n```\n\nthen **x"],
    ["what stands nowhere", "It must be fast.", "It must be slow.", null],
    ["nothing", "It must be fast.", " \n ", null],
    ["other case", "It Must", "it must", null],
  ];

  it.each(cases)("finds %s", async (_what, raw, quotation, expected) => {
    expect(await found("a.md", raw, quotation)).toBe(expected);
  });

  it("prefers a whole word to an earlier part of one", async () => {
    const document = await ingestText("a.md", "catalog\nlog");
    expect(locateQuotation(document, "log")).toMatchObject({ startLine: 2, startOffset: 8, endOffset: 11 });
  });

  it("is not upset by a quotation that nobody can parse", async () => {
    const document = await ingestText("a.md", "text");
    expect(locateQuotation(document, `${"> ".repeat(6_000)}x`)).toBeNull();
  });

  it("gives lines, path and hash along", async () => {
    const document = await ingestText("a.md", "# A\r\n\r\nOne\r\ntwo *three*\r\nfour");
    expect(locateQuotation(document, "two three four")).toEqual({
      path: "a.md",
      startLine: 4,
      endLine: 5,
      startOffset: 12,
      endOffset: 29,
      contentHash: document.contentHash,
    });
  });

  it("finds every line of a document at a place that reads like it", async () => {
    const squeeze = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
    await fc.assert(
      fc.asyncProperty(markdownText, async (text) => {
        const document = await ingestText("a.md", text);
        for (const line of text
          .split(/[\r\n]+/)
          .filter((each) => /^[\w .,*`#|-]*\w[\w .,*`#|-]*$/.test(each))) {
          const span = locateQuotation(document, line);
          expect(squeeze(text.slice(span?.startOffset, span?.endOffset))).toBe(squeeze(line));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("locateQuotation in JSON", () => {
  const raw = JSON.stringify(
    { text: 'The "API"\nmust\tnot \\ fail – ünïcode', b: ["first", "second"] },
    null,
    2,
  ).replace("ü", String.raw`\u00fc`);

  it("finds the value of a string, escapes undone", async () => {
    const span = await found("a.json", raw, 'The "API" must not \\ fail - ünïcode');
    expect(JSON.parse(`"${span}"`)).toBe('The "API"\nmust\tnot \\ fail – ünïcode');
  });

  it("finds the text as it stands, white space aside", async () => {
    expect(await found("a.json", raw, '[ "first", "second" ]')).toBe('[\n    "first",\n    "second"\n  ]');
  });

  it("finds nothing across two strings without what stands between them", async () => {
    expect(await found("a.json", raw, "first second")).toBeNull();
  });

  it("maps back across secrets", async () => {
    expect(
      await found("a.json", String.raw`{"k": "SECRET-1", "t": "a \"b\" SECRET-2 c"}`, 'a "b" <##> c'),
    ).toBe(String.raw`a \"b\" SECRET-2 c`);
  });
});
