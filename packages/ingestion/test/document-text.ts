import * as fc from "fast-check";

const lineBreak = fc.constantFrom("\n", "\n", "\r\n", "\r");

const markdownLine = fc.oneof(
  fc.constantFrom(
    "# First",
    "## Second *heading*",
    "### Third `code`",
    "  # Indented",
    "    # code, not a heading",
    "Setext",
    "===",
    "---",
    "",
    "",
    "- item with xSPOTx and SECRET-abc",
    "  - nested",
    "> # quoted heading",
    "```",
    "~~~ts",
    "| a | b |",
    "|---|---|",
    "[ref]: https://example.test",
    "[^1]: note",
    "SECRET-123 SECRET-4 oneSPOTtwo",
    "<div>",
    "</div>",
    "+++",
    "title: x",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/[\0\r\n]/.test(text)),
);

/** Markdown as people write it, and as they do not. */
export const markdownText: fc.Arbitrary<string> = fc
  .array(fc.tuple(markdownLine, lineBreak), { maxLength: 25 })
  .map((lines) => lines.map((parts) => parts.join("")).join(""))
  .filter((text) => text.trim() !== "" && !text.startsWith("\uFEFF"));

const word = fc.constantFrom("plan", "a/b~c", "SECRET-abc", "keySPOTkey", 'say \\ "x"\n', "ünïcode 😀");

const jsonValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4 }),
    fc.constant("long ".repeat(900)),
  ),
})).value;

/** JSON as different programs print it. */
const jsonText: fc.Arbitrary<string> = fc
  .tuple(
    jsonValue,
    fc.constantFrom(0, 2, "\t"),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\n", "  "),
  )
  .map(
    ([value, indent, lineEnd, around]) =>
      around + JSON.stringify(value, null, indent).replaceAll("\n", lineEnd) + around,
  );

/** A document of any kind. */
export const documentText: fc.Arbitrary<{ readonly name: string; readonly text: string }> = fc.oneof(
  markdownText.map((text) => ({ name: "plan.md", text })),
  jsonText.map((text) => ({ name: "plan.json", text })),
);
