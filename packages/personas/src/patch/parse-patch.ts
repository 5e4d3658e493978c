import { KimiError } from "@kimi/contracts";
import type { HunkLine, PatchHunk, PatchOperation } from "./patch-operation.ts";

const sectionStart = /^\*\*\* (?<verb>Add|Delete|Update) File: (?<path>.*\S)\s*$/u;
const moveTo = /^\*\*\* Move to: (?<path>.*\S)\s*$/u;
const hunkStart = /^@@(?:\s+-\d+(?:,\d+)?\s+\+\d+(?:,\d+)?\s+@@)?(?:\s(?<header>.*))?$/u;
const endOfFile = "*** End of File";
const lineKinds: Readonly<Record<string, HunkLine["kind"]>> = { " ": "keep", "-": "remove", "+": "add" };

/**
 * Reads a patch in the V4A format: `*** Begin Patch`, sections `*** Add|Update|Delete File: <path>`, hunks that
 * begin with `@@`, `*** End Patch`. A Markdown fence around it and CRLF line endings are taken as they are meant.
 * @throws KimiError `usage` that names the line of the patch and what was expected there.
 */
export function parsePatch(patch: string): readonly PatchOperation[] {
  const reader = new PatchReader(patch);
  reader.expect("*** Begin Patch");
  const operations: PatchOperation[] = [];
  while (!reader.takeIf("*** End Patch")) operations.push(readSection(reader));
  reader.expectEnd();
  if (operations.length === 0) throw new KimiError("usage", "The patch is empty: it names no file.");
  return operations;
}

function readSection(reader: PatchReader): PatchOperation {
  while (reader.peek().trim() === "" && !reader.atEnd()) reader.take();
  const start = sectionStart.exec(reader.peek())?.groups;
  if (start?.["verb"] === undefined || start["path"] === undefined) {
    throw reader.complaint(
      "*** Add File: <path>, *** Update File: <path>, *** Delete File: <path> or *** End Patch",
    );
  }
  reader.take();
  const path = start["path"];
  if (start["verb"] === "Delete") return { kind: "delete", path };
  return start["verb"] === "Add" ? readAddition(reader, path) : readUpdate(reader, path);
}

function readAddition(reader: PatchReader, path: string): PatchOperation {
  const lines: string[] = [];
  while (reader.peek().startsWith("+")) lines.push(reader.take().slice(1));
  if (!atBoundary(reader)) throw reader.complaint("a line of the new file, beginning with +");
  return { kind: "add", path, lines };
}

function readUpdate(reader: PatchReader, path: string): PatchOperation {
  const move = moveTo.exec(reader.peek())?.groups?.["path"] ?? null;
  if (move !== null) reader.take();
  const hunks: PatchHunk[] = [];
  while (!atBoundary(reader)) hunks.push(readHunk(reader));
  if (hunks.length === 0 && move === null) throw reader.complaint("@@ and the lines to change");
  return { kind: "update", path, moveTo: move, hunks };
}

function readHunk(reader: PatchReader): PatchHunk {
  const headers: string[] = [];
  for (let start = hunkStart.exec(reader.peek()); start !== null; start = hunkStart.exec(reader.peek())) {
    reader.take();
    const header = start.groups?.["header"] ?? "";
    if (header.trim() !== "") headers.push(header);
  }
  const lines: HunkLine[] = [];
  while (!reader.peek().startsWith("@@") && !reader.peek().startsWith("***") && !reader.atEnd()) {
    const line = reader.peek();
    // Editors and models strip the one space of an empty context line.
    const kind = line === "" ? "keep" : lineKinds[line[0] ?? ""];
    if (kind === undefined) throw reader.complaint('a line beginning with " " (context), "+" or "-"');
    lines.push({ kind, text: line.slice(1) });
    reader.take();
    if (line === "" && atBoundary(reader)) dropTrailingBlanks(lines);
  }
  const atEndOfFile = reader.takeIf(endOfFile);
  if (!lines.some(({ kind }) => kind !== "keep"))
    throw reader.complaint("a hunk with at least one + or - line");
  return { headers, lines, endOfFile: atEndOfFile };
}

/** Empty lines between two sections belong to neither. */
function dropTrailingBlanks(lines: HunkLine[]): void {
  while (lines.at(-1)?.kind === "keep" && lines.at(-1)?.text === "") lines.pop();
}

function atBoundary(reader: PatchReader): boolean {
  const line = reader.peek().trim();
  return sectionStart.test(line) || line === "*** End Patch" || reader.blankUntilSection();
}

/** The lines of a patch, read once from first to last. */
class PatchReader {
  readonly #lines: readonly string[];
  #next = 0;

  constructor(patch: string) {
    const lines = patch.trim().split(/\r?\n/u);
    const fenced = lines.length > 1 && lines[0]?.startsWith("```") === true && lines.at(-1) === "```";
    this.#lines = fenced ? lines.slice(1, -1) : lines;
  }

  /** The empty string at the end. */
  peek(): string {
    return this.#lines[this.#next] ?? "";
  }

  take(): string {
    const line = this.peek();
    this.#next += 1;
    return line;
  }

  takeIf(expected: string): boolean {
    const found = !this.atEnd() && this.peek().trimEnd() === expected;
    if (found) this.#next += 1;
    return found;
  }

  expect(expected: string): void {
    if (!this.takeIf(expected)) throw this.complaint(expected);
  }

  expectEnd(): void {
    while (!this.atEnd()) if (this.take().trim() !== "") throw this.complaint("nothing after *** End Patch");
  }

  atEnd(): boolean {
    return this.#next >= this.#lines.length;
  }

  /** Whether only empty lines stand between here and the next section or the end of the patch. */
  blankUntilSection(): boolean {
    const next = this.#lines.slice(this.#next).find((line) => line.trim() !== "");
    return (
      this.peek().trim() === "" &&
      (next === undefined || /^\*\*\* (?:Add|Delete|Update|End Patch)/u.test(next))
    );
  }

  complaint(expected: string): KimiError {
    const found = this.atEnd() ? "the end of the patch" : JSON.stringify(this.peek().slice(0, 120));
    return new KimiError(
      "usage",
      `Line ${this.#next + 1} of the patch: found ${found}, expected ${expected}.`,
    );
  }
}
