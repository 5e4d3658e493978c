/** Markdown and JSON documents, and the prompt, turned into sections with source spans. */
export { createDocumentIngestor } from "./create-document-ingestor.ts";
export { ingest } from "./ingest.ts";
export { maxDocumentBytes } from "./files/read-document.ts";
export { locateQuotation } from "./quotation/locate-quotation.ts";
