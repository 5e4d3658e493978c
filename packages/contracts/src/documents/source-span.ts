import { z } from "zod";

/**
 * A place in a source document as it is on disk.
 * Lines are 1-based and inclusive; offsets count UTF-16 code units of the decoded text
 * (without a byte order mark), end exclusive.
 */
export const sourceSpanSchema = z.strictObject({
  /** As the user gave it, or `prompt`. */
  path: z.string().min(1),
  startLine: z.int().min(1),
  endLine: z.int().min(1),
  startOffset: z.int().min(0),
  endOffset: z.int().min(0),
  /** Hex SHA-256 of the document's bytes, so that a later edit of the document is noticed. */
  contentHash: z.string().length(64),
});

export type SourceSpan = z.infer<typeof sourceSpanSchema>;
