import type { SecretSpan } from "./secret-span.ts";

/** The same places in order and without overlap; where spans overlap, the longest one's rule names the whole. */
export function mergeSpans(spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const merged: { span: SecretSpan; longest: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)) {
    const length = span.endOffset - span.startOffset;
    const last = merged.at(-1);
    if (last === undefined || span.startOffset >= last.span.endOffset) {
      merged.push({ span, longest: length });
      continue;
    }
    const rule = length > last.longest ? span.rule : last.span.rule;
    const endOffset = Math.max(last.span.endOffset, span.endOffset);
    merged[merged.length - 1] = {
      span: { rule, startOffset: last.span.startOffset, endOffset },
      longest: Math.max(last.longest, length),
    };
  }
  return merged.map(({ span }) => span);
}
