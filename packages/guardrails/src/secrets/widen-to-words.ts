import { placeholderPattern } from "../placeholders.ts";
import { mergeSpans } from "./merge-spans.ts";
import type { SecretSpan } from "./secret-span.ts";

/**
 * Each span grown to the white space or placeholder on both sides.
 * Without it, a text of thousands of tokens without a gap would take as many passes.
 */
export function widenToWords(spans: readonly SecretSpan[], text: string): readonly SecretSpan[] {
  const barriers = [...text.matchAll(new RegExp(`\\s+|${placeholderPattern.source}`, "g"))];
  const widened: SecretSpan[] = [];
  let next = 0;
  for (const span of spans) {
    while (next < barriers.length && (barriers[next]?.index ?? 0) < span.startOffset) next += 1;
    const before = barriers[next - 1];
    const after = barriers[next];
    widened.push({
      ...span,
      startOffset: before === undefined ? 0 : before.index + before[0].length,
      endOffset: Math.max(span.endOffset, after?.index ?? text.length),
    });
  }
  return mergeSpans(widened);
}
