import { KimiError } from "@kimi/contracts";
import { findLines, type MatchRung } from "./find-lines.ts";
import type { PatchHunk } from "./patch-operation.ts";

/** The one place in a file that a hunk means. */
export interface HunkPlace {
  /** Index of the first line that the hunk keeps or removes. */
  readonly start: number;
  readonly rung: MatchRung;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the place a hunk means, at or after line index `cursor`. Below a header, the block that the header opens
 * (by indentation) is looked at first.
 * @throws KimiError `usage` when there is no such place or more than one: a guess would edit the wrong lines.
 */
export function locateHunk(lines: readonly string[], hunk: PatchHunk, cursor: number): HunkPlace {
  const wanted = hunk.lines.filter(({ kind }) => kind !== "add").map(({ text }) => text);
  if (wanted.length === 0) return locateInsertion(lines, hunk);
  let range: Range = { from: cursor, to: lines.length };
  let block: Range | null = null;
  for (const [depth, header] of hunk.headers.entries()) {
    const line = findHeader(lines, header, { range: block ?? range, unique: depth === 0 });
    range = { from: line + 1, to: lines.length };
    block = { from: line + 1, to: blockEnd(lines, line) };
  }
  if (hunk.endOfFile) range = { from: Math.max(range.from, lines.length - wanted.length), to: lines.length };
  const found =
    (block !== null && !hunk.endOfFile ? findLines(lines, wanted, block) : null) ??
    findLines(lines, wanted, range);
  if (found === null) throw notFound(lines, wanted, cursor);
  return { start: onlyStart(found.starts, "The lines of the hunk stand"), rung: found.rung };
}

function locateInsertion(lines: readonly string[], hunk: PatchHunk): HunkPlace {
  if (hunk.endOfFile || lines.length === 0) return { start: lines.length, rung: "exact" };
  throw new KimiError(
    "usage",
    "The hunk only adds lines and does not say where: give some unchanged lines around them, each beginning with a space, or end it with *** End of File.",
  );
}

function findHeader(
  lines: readonly string[],
  header: string,
  { range, unique }: { readonly range: Range; readonly unique: boolean },
): number {
  const whole = findLines(lines, [header], range)?.starts;
  const starts = whole ?? startsOfLinesBeginning(lines, header.trim(), range);
  const [first] = starts;
  if (first === undefined) {
    throw new KimiError(
      "usage",
      `No line ${JSON.stringify(header)} was found for @@: copy a line of the file.`,
    );
  }
  return unique ? onlyStart(starts, `The line ${JSON.stringify(header)} of @@ stands`) : first;
}

function startsOfLinesBeginning(
  lines: readonly string[],
  beginning: string,
  range: Range,
): readonly number[] {
  return lines.flatMap((line, index) =>
    index >= range.from && index < range.to && line.trim().startsWith(beginning) ? [index] : [],
  );
}

/** Index after the block that a header line opens; closing brackets at its own depth belong to it. */
function blockEnd(lines: readonly string[], headerIndex: number): number {
  const depth = indentation(lines[headerIndex] ?? "");
  const next = lines.findIndex(
    (line, index) =>
      index > headerIndex && line.trim() !== "" && indentation(line) <= depth && !/^\s*[)\]}]/u.test(line),
  );
  return next === -1 ? lines.length : next;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

function onlyStart(starts: readonly number[], subject: string): number {
  const [first, ...others] = starts;
  if (first !== undefined && others.length === 0) return first;
  const numbers = starts.slice(0, 5).map((start) => start + 1);
  throw new KimiError(
    "usage",
    `${subject} at ${starts.length} places (lines ${numbers.join(", ")}${starts.length > 5 ? ", …" : ""}): add unchanged lines above or below until only one fits.`,
  );
}

function notFound(lines: readonly string[], wanted: readonly string[], cursor: number): KimiError {
  const above = findLines(lines, wanted, { from: 0, to: lines.length })?.starts[0];
  if (above !== undefined && above < cursor) {
    return new KimiError(
      "usage",
      `The lines of the hunk stand at line ${above + 1}, above the hunk before it: give the hunks in the order of the file.`,
    );
  }
  const known = new Set(lines.map((line) => line.trim()));
  const strange = wanted.find((line) => !known.has(line.trim()));
  return new KimiError(
    "usage",
    strange === undefined
      ? "The lines of the hunk are all in the file, but not together in this order: read the file again."
      : `This line of the hunk is not in the file: ${JSON.stringify(strange.slice(0, 160))}. Read the file again and copy its lines.`,
  );
}
