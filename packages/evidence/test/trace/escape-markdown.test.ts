import * as fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { escapeCell, escapeInline } from "../../src/trace/escape-markdown.ts";
import { codeBlock, codeSpan } from "../../src/trace/render-code.ts";

const parse = (markdown: string): Nodes =>
  fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
const typesIn = (node: Nodes): readonly string[] => [
  node.type,
  ...("children" in node ? node.children.flatMap(typesIn) : []),
];
const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
/** What a reader sees; code between single backticks is shown without them. */
const shown = (text: string): string =>
  flat(
    text
      .split(/\r\n?|\n/)
      .map((line) => (line.includes("``") ? line : line.trim().replaceAll(/`([^`]+)`/g, shownCode)))
      .join(" "),
  );

/** Of code that begins and ends with a space, Markdown drops one at each side. */
const shownCode = (_all: string, code: string): string =>
  /^ .* $/.test(code) && code.trim() !== "" ? code.slice(1, -1) : code;

/** Texts of what has a meaning in Markdown. */
const nasty = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.string({
          unit: fc.constantFrom(...Array.from("\\`*_[](){}<>#+-=.!|~&:;^ \n1ax")),
          minLength: 1,
          maxLength: 1,
        }),
      },
      fc.constantFrom(
        "---",
        "```",
        "~~~",
        "1.",
        "**",
        "](",
        "<b>",
        "&lt;",
        "[a]: ",
        "| - |",
        "    ",
        "* ",
        "[ ] ",
      ),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

describe("text as Markdown", () => {
  it("keeps names and messages as they are", () => {
    for (const text of [
      "read_file",
      "AssertionError [ERR_ASSERTION]: 1 !== 2",
      "a < b, 2 > 1",
      "C:\\dir",
      "a|b",
    ]) {
      expect(escapeInline(text)).toBe(text);
    }
    expect(escapeInline("call `f(_x, *y)` now")).toBe("call `f(_x, *y)` now");
  });

  it("has only text and code in it, and reads as the text did, whatever the text", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const tree = parse(escapeInline(text));
        const types = new Set(typesIn(tree));
        for (const allowed of ["root", "paragraph", "text", "inlineCode"]) types.delete(allowed);
        expect([...types]).toEqual([]);
        expect(flat("children" in tree ? tree.children.map((one) => toString(one)).join(" ") : "")).toBe(
          shown(text),
        );
      }),
      {
        numRuns: 500,
        examples: [["| a |\n| - |"], ["a\n:-:"], ["[a\nb](c)"], ["[`a`](b)"], ["[\n[a]: b"], ["[[ ] ]()"]],
      },
    );
  });

  it("stays one cell of a table, whatever the text", () => {
    fc.assert(
      fc.property(nasty, nasty, (left, right) => {
        const tree = parse(`| a | b |\n| --- | --- |\n| ${escapeCell(left)} | ${escapeCell(right)} |`);
        const [table] = "children" in tree ? tree.children : [];
        const rows = table?.type === "table" ? table.children : [];
        expect(rows.map(({ children }) => children.length)).toEqual([2, 2]);
        const cells = rows[1]?.children.map((cell) => flat(toString(cell)));
        expect(cells).toEqual([left, right].map((text) => shown(flat(text))));
      }),
      { numRuns: 400 },
    );
  });
});

describe("code", () => {
  it("reads as it is, within a line and as a block, whatever backticks it holds", () => {
    const code = fc.string({
      unit: fc.constantFrom("`", " ", "a", "*", "\n", "|"),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        code.filter((text) => text.trim() !== ""),
        (text) => {
          const inline = parse(`x ${codeSpan(text)} y`);
          expect(typesIn(inline)).toEqual(["root", "paragraph", "text", "inlineCode", "text"]);
          expect(flat(toString(inline))).toBe(flat(`x ${text} y`));
          const block = parse(codeBlock(text, "js", 99));
          expect(typesIn(block)).toEqual(["root", "code"]);
          expect(toString(block)).toBe(text.replace(/\n+$/, ""));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("that is long is cut in its middle, and says so", () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const cut = codeBlock(lines.join("\n"), "", 11).split("\n");
    expect(cut).toHaveLength(13);
    expect(cut[8]).toBe("… 90 more lines …");
    expect(cut.at(-2)).toBe("line 99");
  });
});
