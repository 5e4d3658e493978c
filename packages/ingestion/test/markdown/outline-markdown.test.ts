import { toString } from "mdast-util-to-string";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outlineMarkdown } from "../../src/markdown/outline-markdown.ts";
import { parseMarkdown, parseMarkdownBlocks } from "../../src/markdown/parse-markdown.ts";
import { ingestText, outlineOf } from "../document-folder.ts";
import { markdownText } from "../document-text.ts";

const outline = async (lines: readonly string[]): Promise<readonly string[]> =>
  outlineOf(await ingestText("a.md", lines.join("\n")));

describe("outlineMarkdown", () => {
  it("gives every heading a section with what follows it, and the titles above it", async () => {
    expect(await outline(["intro", "# A", "a", "## B", "### C", "c", "## D", "# E"])).toEqual([
      "1-1",
      "2-3 A",
      "4-4 A > B",
      "5-6 A > B > C",
      "7-7 A > D",
      "8-8 E",
    ]);
  });

  it("gives front matter a section, and text before the first heading another", async () => {
    expect(await outline(["---", "title: x", "# comment", "---", "", "intro", "", "# A"])).toEqual([
      "1-4",
      "4-7",
      "8-8 A",
    ]);
    expect(await outline(["+++", "title = 1", "+++", "# A"])).toEqual(["1-3", "4-4 A"]);
  });

  it("knows underlined headings, and none in code, quotes, lists or comments", async () => {
    const lines = [
      "Title",
      "=====",
      "```",
      "# no",
      "```",
      "> # no",
      "",
      "- # no",
      "",
      "<!--",
      "# no",
      "-->",
      "",
      "Sub",
      "---",
    ];
    expect(await outline(lines)).toEqual(["1-13 Title", "14-15 Title > Sub"]);
  });

  it("knows none in footnotes and tables, and begins after definitions", async () => {
    expect(await outline(["# A", "[^1]: note", "words", "===", "", "| a |", "|---|", "b", "==="])).toEqual([
      "1-9 A",
    ]);
    expect(await outline(["# A", "", "[x]: y", "B", "---"])).toEqual(["1-3 A", "4-5 A > B"]);
  });

  it("copes with levels that are left out", async () => {
    expect(await outline(["### C", "# A", "#### D", "## B"])).toEqual([
      "1-1 C",
      "2-2 A",
      "3-3 A > D",
      "4-4 A > B",
    ]);
  });

  it("gives titles as they read", async () => {
    const lines = [
      "# The `run` *command*, see [docs](x) &amp; <b>[more][ref]</b> #",
      "",
      "[ref]: https://example.test",
    ];
    expect(await outline(lines)).toEqual(["1-3 The run command, see docs & more"]);
  });

  it("makes one section of a text without headings", async () => {
    expect(await outline(["just", "text"])).toEqual(["1-2"]);
  });

  it("begins the first section at the beginning, blank lines included", async () => {
    expect(await outline(["", "", "# A"])).toEqual(["1-3 A"]);
  });

  it("finds the headings that the full parser finds", () => {
    fc.assert(
      fc.property(markdownText, (text) => {
        const offsets = (root: ReturnType<typeof parseMarkdown>): readonly unknown[] =>
          root.children
            .filter((node) => node.type === "heading")
            .map((node) => [node.depth, node.position?.start.offset, node.position?.end.offset]);
        expect(offsets(parseMarkdownBlocks(text))).toEqual(offsets(parseMarkdown(text)));
      }),
      { numRuns: 300 },
    );
  });

  it("gives the titles that the full parser gives", () => {
    fc.assert(
      fc.property(markdownText, (text) => {
        const titles = parseMarkdown(text)
          .children.filter((node) => node.type === "heading")
          .map((node) => toString(node, { includeHtml: false }).replaceAll(/\s+/g, " ").trim());
        const found = outlineMarkdown(text).filter(({ breadcrumb }) => breadcrumb.length > 0);
        expect(found.map(({ title }) => title)).toEqual(titles);
      }),
      { numRuns: 300 },
    );
  });
});
