import { KimiError } from "@kimi/contracts";

/** A line as the patch has it, and the line of the file it was found at. */
export interface LinePair {
  readonly patch: string;
  readonly file: string;
}

/**
 * Gives added lines the indentation of the file, learnt from the lines that were found with their indentation ignored:
 * a constant shift, or else the same indentation seen before.
 * @throws KimiError `usage` when the pairs do not tell what an added line's indentation would be.
 */
export function carryIndentation(added: readonly string[], pairs: readonly LinePair[]): readonly string[] {
  const seen = pairs
    .filter(({ patch }) => patch.trim() !== "")
    .map(({ patch, file }) => ({ patch: leading(patch), file: leading(file) }));
  const shift = constantShift(seen);
  const known = new Map(seen.map(({ patch, file }) => [patch, file]));
  return added.map((line) => {
    if (line.trim() === "") return line;
    const indent = leading(line);
    const carried = known.get(indent) ?? shift?.(indent);
    if (carried !== undefined) return carried + line.slice(indent.length);
    throw new KimiError(
      "usage",
      `The hunk was found only with its indentation ignored, and what it adds cannot be fitted in: ${JSON.stringify(line.slice(0, 120))}. Read the file again and repeat the hunk with its exact indentation.`,
    );
  });
}

function leading(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}

/** The one white space that every pair gains or loses at the left; `null` when they differ. */
function constantShift(pairs: readonly LinePair[]): ((indent: string) => string | undefined) | null {
  const [first] = pairs;
  if (first === undefined) return null;
  if (first.file.endsWith(first.patch)) {
    const gained = first.file.slice(0, first.file.length - first.patch.length);
    return pairs.every(({ patch, file }) => file === gained + patch) ? (indent) => gained + indent : null;
  }
  if (!first.patch.endsWith(first.file)) return null;
  const lost = first.patch.slice(0, first.patch.length - first.file.length);
  if (!pairs.every(({ patch, file }) => patch === lost + file)) return null;
  return (indent) => (indent.startsWith(lost) ? indent.slice(lost.length) : undefined);
}
