import { structuredPatch } from "diff";

const binaryLookBytes = 8000;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whether a content can stand in a patch as lines: no NUL where git looks for one, and UTF-8, since the patch is. */
export function isText(content: Buffer): boolean {
  if (content.subarray(0, binaryLookBytes).includes(0)) return false;
  try {
    strict.decode(content);
    return true;
  } catch {
    return false;
  }
}

/** The hunks that turn one text into another, with three lines of context; empty when they are the same. */
export function textHunks(before: string, after: string): string {
  // Beyond this many differing lines finding the smallest difference takes too long, and nobody reads it.
  const patch = structuredPatch("", "", before, after, "", "", { context: 3, maxEditLength: 5000 });
  const hunks = patch?.hunks ?? [replaceAll(before, after)];
  return hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) => {
      const ranges = `-${range(oldStart, oldLines)} +${range(newStart, newLines)}`;
      return `@@ ${ranges} @@\n${lines.join("\n")}\n`;
    })
    .join("");
}

/** An empty range is named by the line before it. */
function range(start: number, lines: number): string {
  if (lines === 0) return `${Math.max(0, start - 1)},0`;
  return lines === 1 ? String(start) : `${start},${lines}`;
}

function replaceAll(before: string, after: string) {
  const old = toLines("-", before);
  const fresh = toLines("+", after);
  return {
    oldStart: 1,
    oldLines: countLines(before),
    newStart: 1,
    newLines: countLines(after),
    lines: [...old, ...fresh],
  };
}

function countLines(text: string): number {
  if (text === "") return 0;
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function toLines(prefix: string, text: string): string[] {
  if (text === "") return [];
  if (text.endsWith("\n"))
    return text
      .slice(0, -1)
      .split("\n")
      .map((line) => prefix + line);
  return [...text.split("\n").map((line) => prefix + line), "\\ No newline at end of file"];
}
