import type { DocumentRedaction } from "@kimi/contracts";

/** Redactions in raw coordinates, in order and without overlap. */
type Redactions = readonly DocumentRedaction[];

/**
 * The offset in the raw text for one in the redacted text. An offset within a placeholder becomes the `edge` of the
 * secret that it stands for.
 */
export function toRawOffset(offset: number, redactions: Redactions, edge: "start" | "end"): number {
  let shift = 0;
  for (const { startOffset, endOffset, placeholder } of redactions) {
    const start = startOffset - shift;
    if (offset <= start) break;
    if (offset < start + placeholder.length) return edge === "start" ? startOffset : endOffset;
    shift += endOffset - startOffset - placeholder.length;
  }
  return offset + shift;
}

/** The offset in the redacted text for one in the raw text; within a secret, the end of its placeholder. */
export function toRedactedOffset(offset: number, redactions: Redactions): number {
  let shift = 0;
  for (const { startOffset, endOffset, placeholder } of redactions) {
    if (offset <= startOffset) break;
    shift += placeholder.length - (endOffset - startOffset);
    if (offset < endOffset) return endOffset + shift;
  }
  return offset + shift;
}
