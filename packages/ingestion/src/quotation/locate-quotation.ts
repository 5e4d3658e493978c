import type { SourceDocument, SourceSpan } from "@kimi/contracts";
import { LineIndex } from "../line-index.ts";
import { toRawOffset } from "../offset-map.ts";
import { formatOf } from "../source-formats.ts";
import { normaliseReading, normaliseText } from "./normalise-reading.ts";
import { literalReading, type Reading } from "./reading.ts";

interface PreparedDocument {
  readonly lines: LineIndex;
  readonly asItIs: Reading;
  /** Made when it is first needed: most quotations are verbatim. */
  asItReads: Reading | null;
}

/** Many quotations of few documents are looked up. */
const prepared = new WeakMap<SourceDocument, PreparedDocument>();

/**
 * The span of the first place where `quotation` stands in `document`: in its text as it is, or as it reads without
 * markup and with a JSON string's escapes undone. Runs of white space count as one blank, typographic quotation marks
 * and dashes as plain ones. Whole words are preferred to parts of words. `null` when it stands nowhere.
 */
export function locateQuotation(document: SourceDocument, quotation: string): SourceSpan | null {
  const needle = normaliseText(quotation).trim();
  const known = prepare(document);
  const span = find(document, known.asItIs, needle);
  if (span !== null) return span;

  const format = formatOf(document.mediaType);
  known.asItReads ??= normaliseReading(format.read(document.text));
  const meant = normaliseText(format.requote(quotation) ?? "").trim();
  return find(document, known.asItReads, needle) ?? find(document, known.asItReads, meant);
}

function prepare(document: SourceDocument): PreparedDocument {
  const known = prepared.get(document);
  if (known !== undefined) return known;
  const fresh: PreparedDocument = {
    lines: new LineIndex(document.text),
    asItIs: normaliseReading(literalReading(document.text)),
    asItReads: null,
  };
  prepared.set(document, fresh);
  return fresh;
}

function find(document: SourceDocument, reading: Reading, needle: string): SourceSpan | null {
  const at = needle === "" ? -1 : firstOccurrence(reading.text, needle);
  if (at === -1) return null;
  const { lines } = prepare(document);
  const start = reading.starts[at] ?? 0;
  const end = reading.ends[at + needle.length - 1] ?? start;
  return {
    path: document.path,
    // A redacted text has the lines of the raw one.
    startLine: lines.lineAt(start),
    endLine: lines.lineAt(end - 1),
    startOffset: toRawOffset(start, document.redactions, "start"),
    endOffset: toRawOffset(end, document.redactions, "end"),
    contentHash: document.contentHash,
  };
}

/** The first occurrence that does not begin or end within a word, or else the first at all. */
function firstOccurrence(text: string, needle: string): number {
  const first = text.indexOf(needle);
  for (let at = first; at !== -1; at = text.indexOf(needle, at + 1)) {
    const cutsStart = isWordPair(text.charAt(at - 1), needle.charAt(0));
    const cutsEnd = isWordPair(needle.charAt(needle.length - 1), text.charAt(at + needle.length));
    if (!cutsStart && !cutsEnd) return at;
  }
  return first;
}

function isWordPair(left: string, right: string): boolean {
  return /^[\p{L}\p{N}_]{2}$/u.test(left + right);
}
