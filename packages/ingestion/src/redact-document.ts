import { KimiError, type Redaction, type Redactor, type Section, type SourceDocument } from "@kimi/contracts";
import { LineIndex } from "./line-index.ts";
import { toRedactedOffset } from "./offset-map.ts";
import type { RawDocument } from "./raw-document.ts";

/** The document without its secrets. Spans and redactions keep the coordinates of the raw text. */
export function redactDocument(document: RawDocument, redactor: Redactor): SourceDocument {
  const { path, format, contentHash, text, outline } = document;
  const redaction = redactor.redact(text);
  checkLines(redaction, text);
  const redactions = redaction.findings.map(({ startOffset, endOffset, placeholder }) => ({
    startOffset,
    endOffset,
    placeholder,
  }));
  const lines = new LineIndex(text);
  const redactTitle = createTitleRedactor(redaction, text, redactor);
  const sections = outline.map(({ title, breadcrumb, startOffset, endOffset }, index): Section => ({
    id: `S${index + 1}`,
    title: redactTitle(title),
    breadcrumb: breadcrumb.map(redactTitle),
    text: redaction.text.slice(
      toRedactedOffset(startOffset, redactions),
      toRedactedOffset(endOffset, redactions),
    ),
    span: {
      path,
      startLine: lines.lineAt(startOffset),
      endLine: lines.lineAt(endOffset - 1),
      startOffset,
      endOffset,
      contentHash,
    },
  }));
  return { path, mediaType: format.mediaType, contentHash, text: redaction.text, sections, redactions };
}

/** Titles are the parser's words, not slices of the text, so each secret of the text is looked for in them. */
function createTitleRedactor(
  { findings }: Redaction,
  text: string,
  redactor: Redactor,
): (title: string) => string {
  const secrets = new Map(
    findings.map(({ startOffset, endOffset, placeholder }) => [
      text.slice(startOffset, endOffset),
      placeholder,
    ]),
  );
  return (title) => {
    let redacted = title;
    for (const [secret, placeholder] of secrets) redacted = redacted.replaceAll(secret, () => placeholder);
    return redactor.redact(redacted).text;
  };
}

/** Lines of a quotation are counted in the redacted text. */
function checkLines({ findings }: Redaction, text: string): void {
  const broken = findings.find(({ startOffset, endOffset, placeholder }) =>
    /[\r\n]/.test(text.slice(startOffset, endOffset) + placeholder),
  );
  if (broken === undefined) return;
  throw new KimiError(
    "internal",
    `The redactor replaced more than one line at once (${broken.rule}), expected every line by itself.`,
  );
}
