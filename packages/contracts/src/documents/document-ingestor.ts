import type { Redactor } from "../guardrails/redactor.ts";
import type { SourceDocument } from "./source-document.ts";
import type { SourceSpan } from "./source-span.ts";

/** What is to be ingested. */
export interface IngestRequest {
  /** Files ending in `.md`, `.markdown` or `.json`, relative to `workingDirectory` or absolute. */
  readonly inputDocs: readonly string[];
  /** Becomes a document of its own with the path `prompt`; `null` when there is none. */
  readonly prompt: string | null;
  readonly workingDirectory: string;
  readonly redactor: Redactor;
}

/** Turns documents into sections with source spans, and quotations into spans. */
export interface DocumentIngestor {
  /** @throws KimiError `input`, naming file and place, for anything that cannot be read as what it claims to be. */
  ingest(request: IngestRequest): Promise<readonly SourceDocument[]>;
  /**
   * Where `quotation` stands in the document: in its raw text or, for Markdown, in its plain text,
   * white space normalised. `null` when it does not.
   */
  locateQuotation(document: SourceDocument, quotation: string): SourceSpan | null;
}
