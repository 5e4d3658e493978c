import type { DocumentIngestor } from "@kimi/contracts";
import { ingest } from "./ingest.ts";
import { locateQuotation } from "./quotation/locate-quotation.ts";

/** The ingestor of Markdown and JSON files and of the prompt. */
export function createDocumentIngestor(): DocumentIngestor {
  return { ingest, locateQuotation };
}
