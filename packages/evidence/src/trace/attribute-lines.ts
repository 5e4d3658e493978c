import type { FileWrite, LineProvenance } from "@kimi/contracts";
import { diffArrays } from "diff";

/** A line and the write that brought it in; `null` for one that stood before, or that no tool call wrote. */
interface OwnedLine {
  readonly text: string;
  readonly owner: FileWrite | null;
}

/**
 * Which write each line of a file's final text comes from. Lines that a write leaves alone keep their owner, whatever
 * moves them; lines that nobody wrote are left out.
 */
export function attributeLines(
  path: string,
  writes: readonly FileWrite[],
  finalText: string,
): readonly LineProvenance[] {
  let lines: readonly OwnedLine[] | null = null;
  for (const write of writes) {
    // What differs from the last write's result was changed by something else in between.
    const found: readonly OwnedLine[] = follow(lines ?? [], write.before ?? "", null);
    lines = follow(found, write.after ?? "", write);
  }
  return toRanges(path, follow(lines ?? [], finalText, null));
}

/** The lines of `text`: those that stay keep their owner, those that are new get `owner`. */
function follow(lines: readonly OwnedLine[], text: string, owner: FileWrite | null): readonly OwnedLine[] {
  const next = splitLines(text);
  const result: OwnedLine[] = [];
  let position = 0;
  for (const part of diffArrays(
    lines.map((line) => line.text),
    [...next],
  )) {
    if (part.added) {
      result.push(...part.value.map((line) => ({ text: line, owner })));
      continue;
    }
    if (!part.removed) result.push(...lines.slice(position, position + part.value.length));
    position += part.value.length;
  }
  return result;
}

/** Lines without their end; what follows the last line end is a line only when it is not empty. */
function splitLines(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function toRanges(path: string, lines: readonly OwnedLine[]): readonly LineProvenance[] {
  const ranges: LineProvenance[] = [];
  let previous: FileWrite | null = null;
  for (const [index, { owner }] of lines.entries()) {
    const line = index + 1;
    const last = ranges.at(-1);
    if (owner !== null && owner === previous && last !== undefined) {
      ranges[ranges.length - 1] = { ...last, endLine: line };
    } else if (owner !== null) {
      const { requirements, stage, attempt, toolCallId } = owner;
      ranges.push({ path, startLine: line, endLine: line, requirements, stage, attempt, toolCallId });
    }
    previous = owner;
  }
  return ranges;
}
