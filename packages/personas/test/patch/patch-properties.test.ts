import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePatch } from "../../src/patch/parse-patch.ts";
import type { HunkLine, PatchHunk, PatchOperation } from "../../src/patch/patch-operation.ts";
import { joinText, splitText } from "../../src/patch/text-lines.ts";
import { updateText } from "../../src/patch/update-text.ts";

const line = fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/gu, ""));
/** No line is empty or a marker of the format, so that what is written is what is read. */
const plainLine = line.map((text) => `l${text}`);

describe("splitText and joinText", () => {
  it("are inverses for any text", () => {
    const piece = fc.constantFrom("a", "\n", "\r\n", "\r", "\uFEFF", "ü");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        expect(joinText(splitText(text))).toBe(text);
      }),
    );
  });
});

describe("parsePatch", () => {
  it("reads back every patch that is written in the format", () => {
    const hunkLine = fc.record({
      kind: fc.constantFrom<HunkLine["kind"]>("keep", "remove", "add"),
      text: plainLine,
    });
    const hunk = fc.record({
      headers: fc.array(plainLine, { maxLength: 2 }),
      lines: fc
        .array(hunkLine, { minLength: 1, maxLength: 6 })
        .filter((lines) => lines.some(({ kind }) => kind !== "keep")),
      endOfFile: fc.boolean(),
    });
    const path = plainLine.map((text) => text.trim().replaceAll(/\s/gu, "_"));
    const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
      fc.record({ kind: fc.constant("add" as const), path, lines: fc.array(line) }),
      fc.record({ kind: fc.constant("delete" as const), path }),
      fc.record({
        kind: fc.constant("update" as const),
        path,
        moveTo: fc.option(path, { nil: null }),
        hunks: fc.array(hunk, { minLength: 1, maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
        expect(parsePatch(renderPatch(operations))).toEqual(operations);
      }),
    );
  });
});

describe("updateText", () => {
  it("turns a text into any other by a hunk that names all its lines", () => {
    const texts = fc.array(plainLine, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        texts,
        texts,
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (before, after, ending, terminated) => {
          const lines: HunkLine[] = [
            ...before.map((text) => ({ kind: "remove" as const, text })),
            ...after.map((text) => ({ kind: "add" as const, text })),
          ];
          const join = (all: readonly string[]) => all.join(ending) + (terminated ? ending : "");
          // A single line without an ending leaves nothing to take an ending from.
          fc.pre(ending === "\n" || terminated || before.length > 1);
          const { text } = updateText(join(before), [{ headers: [], lines, endOfFile: false }]);
          expect(text).toBe(join(after));
        },
      ),
    );
  });

  it("leaves every byte outside its hunks as it was", () => {
    const ending = fc.constantFrom("\n", "\r\n");
    const numbered = fc.array(fc.tuple(line, ending), { minLength: 3, maxLength: 15 });
    fc.assert(
      fc.property(numbered, fc.nat(), fc.boolean(), fc.boolean(), (pairs, seed, mark, terminated) => {
        const rows = pairs.map(([text, end], index) => ({ text: `${index}:${text}`, end }));
        const last = rows.at(-1);
        if (last !== undefined && !terminated) rows[rows.length - 1] = { ...last, end: "" as "\n" };
        const at = seed % rows.length;
        const target = rows[at] ?? { text: "", end: "" };
        const head =
          (mark ? "\uFEFF" : "") +
          rows
            .slice(0, at)
            .map(({ text, end }) => text + end)
            .join("");
        const tail = rows
          .slice(at + 1)
          .map(({ text, end }) => text + end)
          .join("");
        const hunk: PatchHunk = {
          headers: [],
          lines: [
            { kind: "remove", text: target.text },
            { kind: "add", text: "new" },
          ],
          endOfFile: false,
        };
        const { text } = updateText(head + target.text + target.end + tail, [hunk]);
        expect(text.startsWith(head)).toBe(true);
        expect(text.endsWith(tail)).toBe(true);
        expect(text.slice(head.length, text.length - tail.length).trimEnd()).toBe("new");
      }),
    );
  });
});

function renderPatch(operations: readonly PatchOperation[]): string {
  return ["*** Begin Patch", ...operations.flatMap(renderOperation), "*** End Patch"].join("\n");
}

function renderOperation(operation: PatchOperation): readonly string[] {
  if (operation.kind === "delete") return [`*** Delete File: ${operation.path}`];
  if (operation.kind === "add")
    return [`*** Add File: ${operation.path}`, ...operation.lines.map((text) => `+${text}`)];
  const move = operation.moveTo === null ? [] : [`*** Move to: ${operation.moveTo}`];
  return [`*** Update File: ${operation.path}`, ...move, ...operation.hunks.flatMap(renderHunk)];
}

const marks = { keep: " ", remove: "-", add: "+" } as const;

function renderHunk({ headers, lines, endOfFile }: PatchHunk): readonly string[] {
  return [
    ...(headers.length === 0 ? ["@@"] : headers.map((header) => `@@ ${header}`)),
    ...lines.map(({ kind, text }) => marks[kind] + text),
    ...(endOfFile ? ["*** End of File"] : []),
  ];
}
