import { placeholderPattern } from "../placeholders.ts";
import type { SecretSpan } from "./secret-span.ts";

/**
 * What remains of `spans` (in order and without overlap, as is the result) without the placeholders in `text`.
 * A text that merely has a placeholder's shape counts as one unless it holds a secret itself.
 */
export function excludePlaceholders(
  spans: readonly SecretSpan[],
  text: string,
  isIssued: (placeholder: string) => boolean,
): readonly SecretSpan[] {
  const placeholders = [...text.matchAll(placeholderPattern)].map(({ index, 0: shape }) => ({
    startOffset: index,
    endOffset: index + shape.length,
    issued: isIssued(shape),
  }));
  const remaining: SecretSpan[] = [];
  let next = 0;
  for (const span of spans) {
    let { startOffset } = span;
    while ((placeholders[next]?.endOffset ?? Infinity) <= startOffset) next += 1;
    for (let at = next; ; at += 1) {
      const placeholder = placeholders[at];
      if (placeholder === undefined || placeholder.startOffset >= span.endOffset) break;
      const within = span.startOffset > placeholder.startOffset && span.endOffset < placeholder.endOffset;
      if (within && !placeholder.issued) continue;
      if (startOffset < placeholder.startOffset) {
        remaining.push({ ...span, startOffset, endOffset: placeholder.startOffset });
      }
      startOffset = placeholder.endOffset;
    }
    if (startOffset < span.endOffset) remaining.push({ ...span, startOffset });
  }
  return remaining;
}
