import type { FileWrite, LineProvenance } from "@kimi/contracts";
import { diffArrays } from "diff";
import { followLines } from "../lines/follow-lines.ts";
import { splitLines } from "../lines/split-lines.ts";

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
    const found: readonly OwnedLine[] = passOn(lines ?? [], write.before ?? "");
    lines = rewrite(found, write.after ?? "", write);
  }
  return toRanges(path, passOn(lines ?? [], finalText));
}

/**
 * The lines of `text` after something that is no tool call, such as a formatter: those that it moved, or whose white
 * space it changed, keep their owner; those that are new have none.
 */
function passOn(lines: readonly OwnedLine[], text: string): readonly OwnedLine[] {
  const next = splitLines(text);
  const followed = followLines(
    next,
    lines.map((line) => line.text),
  );
  return next.map((line, index) => {
    const at = followed[index] ?? null;
    const isSame = at !== null && at.match !== "rewritten";
    return { text: line, owner: isSame ? (lines[at.line]?.owner ?? null) : null };
  });
}

/** The lines of `text` after a write: those that stay as they were keep their owner, all others are the write's. */
function rewrite(lines: readonly OwnedLine[], text: string, owner: FileWrite): readonly OwnedLine[] {
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
