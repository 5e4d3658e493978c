import { z } from "zod";
import { sectionSchema } from "./section.ts";

/** A stretch of a document that was replaced by a placeholder before anything else saw it. */
export const documentRedactionSchema = z.strictObject({
  /** Where the secret stands in the raw text. */
  startOffset: z.int().min(0),
  endOffset: z.int().min(0),
  placeholder: z.string().min(1),
});

/** An ingested file, or the prompt. Secrets are already replaced in `text` and in the sections. */
export const sourceDocumentSchema = z.strictObject({
  /** As the user gave it; `prompt` for the prompt. Unique within a run. */
  path: z.string().min(1),
  mediaType: z.enum(["text/markdown", "application/json", "text/plain"]),
  /** Hex SHA-256 of the raw bytes. */
  contentHash: z.string().length(64),
  /** The redacted text. */
  text: z.string(),
  sections: z.array(sectionSchema).readonly(),
  /** In order and without overlap: maps an offset in `text` back to one in the raw source. */
  redactions: z.array(documentRedactionSchema).readonly(),
});

export type DocumentRedaction = z.infer<typeof documentRedactionSchema>;
export type SourceDocument = z.infer<typeof sourceDocumentSchema>;
