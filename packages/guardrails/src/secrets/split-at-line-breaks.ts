import type { SecretSpan } from "./secret-span.ts";

/**
 * Each span cut into its lines, white space around them left outside, so that a secret of several lines keeps its
 * line count and lines keep their numbers. Parts without a letter or digit are no secret.
 */
export function splitAtLineBreaks(spans: readonly SecretSpan[], text: string): readonly SecretSpan[] {
  return spans.flatMap((span) =>
    [...text.slice(span.startOffset, span.endOffset).matchAll(/[^\r\n]+/g)].flatMap(({ index, 0: line }) => {
      if (!/[\p{L}\p{N}]/u.test(line)) return [];
      const startOffset = span.startOffset + index + (line.length - line.trimStart().length);
      return [{ ...span, startOffset, endOffset: startOffset + line.trim().length }];
    }),
  );
}
