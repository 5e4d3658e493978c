import { KimiError } from "@kimi/contracts";
import { carryIndentation } from "./carry-indentation.ts";
import { locateHunk, type HunkPlace } from "./locate-hunk.ts";
import type { PatchHunk } from "./patch-operation.ts";
import { dominantEnding, joinText, splitText, type TextLine } from "./text-lines.ts";

/** A line on its way into the new text; what is added gets its ending at the end. */
interface NewLine {
  readonly text: string;
  readonly ending: TextLine["ending"] | null;
}

/** A text after some hunks, and where each was found. */
export interface UpdatedText {
  readonly text: string;
  readonly places: readonly HunkPlace[];
}

/**
 * Applies hunks in order. What no hunk touches keeps its bytes: line endings, byte order mark and a missing final
 * newline included; added lines end as the lines around them do.
 * @throws KimiError `usage` for a hunk whose place cannot be told, naming it by number.
 */
export function updateText(text: string, hunks: readonly PatchHunk[]): UpdatedText {
  const { byteOrderMark, lines } = splitText(text);
  const texts = lines.map((line) => line.text);
  const places: HunkPlace[] = [];
  const result: NewLine[] = [];
  let cursor = 0;
  for (const [index, hunk] of hunks.entries()) {
    const place = locate(texts, hunk, { cursor, index, of: hunks.length });
    result.push(...lines.slice(cursor, place.start), ...applyHunk(hunk, lines, place));
    cursor = place.start + hunk.lines.filter(({ kind }) => kind !== "add").length;
    places.push(place);
  }
  result.push(...lines.slice(cursor));
  return { text: joinText({ byteOrderMark, lines: endLines(result, lines) }), places };
}

function locate(
  texts: readonly string[],
  hunk: PatchHunk,
  { cursor, index, of }: { readonly cursor: number; readonly index: number; readonly of: number },
): HunkPlace {
  try {
    return locateHunk(texts, hunk, cursor);
  } catch (error) {
    if (!(error instanceof KimiError) || of === 1) throw error;
    throw new KimiError(error.code, `Hunk ${index + 1} of ${of}: ${error.message}`, { cause: error });
  }
}

function applyHunk(hunk: PatchHunk, lines: readonly TextLine[], place: HunkPlace): readonly NewLine[] {
  const old = hunk.lines.filter(({ kind }) => kind !== "add");
  const pairs = old.map(({ text }, index) => ({ patch: text, file: lines[place.start + index]?.text ?? "" }));
  const additions = hunk.lines.filter(({ kind }) => kind === "add").map(({ text }) => text);
  const added = place.rung === "indentation ignored" ? carryIndentation(additions, pairs) : additions;
  let nextAdded = 0;
  let nextOld = place.start;
  return hunk.lines.flatMap(({ kind }): NewLine[] => {
    if (kind === "add") return [{ text: added[nextAdded++] ?? "", ending: null }];
    const line = lines[nextOld++];
    return kind === "keep" && line !== undefined ? [line] : [];
  });
}

function endLines(result: readonly NewLine[], before: readonly TextLine[]): readonly TextLine[] {
  const usual = dominantEnding(before);
  const hadFinalNewline = before.at(-1)?.ending !== "";
  const ended: TextLine[] = [];
  for (const [index, line] of result.entries()) {
    const isLast = index === result.length - 1;
    const neighbour = ended.at(-1)?.ending ?? usual;
    if (line.ending === null) {
      ended.push({ text: line.text, ending: isLast && !hadFinalNewline ? "" : neighbour });
    } else {
      // A last line without a newline needs one as soon as something follows it.
      ended.push({ text: line.text, ending: line.ending === "" && !isLast ? neighbour : line.ending });
    }
  }
  return ended;
}
