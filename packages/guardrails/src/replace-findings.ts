import type { RedactionFinding } from "@kimi/contracts";
import type { SecretSpan } from "./secrets/secret-span.ts";

/** `raw` with each finding's placeholder in its place. */
export function replaceFindings(raw: string, findings: readonly RedactionFinding[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const finding of findings) {
    parts.push(raw.slice(end, finding.startOffset), finding.placeholder);
    end = finding.endOffset;
  }
  return parts.join("") + raw.slice(end);
}

/** Where a span of the replaced text, outside of every placeholder, stands in the raw text. */
export function toRawSpan(span: SecretSpan, findings: readonly RedactionFinding[]): SecretSpan {
  let shift = 0;
  for (const { startOffset, endOffset, placeholder } of findings) {
    if (startOffset >= span.startOffset + shift) break;
    shift += endOffset - startOffset - placeholder.length;
  }
  return { ...span, startOffset: span.startOffset + shift, endOffset: span.endOffset + shift };
}
