import { z } from "zod";

/** A recorded state of a tree. Everything below the root counts, ignored or not, except `.git` and `.kimi_agent`. */
export const snapshotSchema = z.strictObject({
  /** Hex SHA-256 of the manifest: equal ids are equal in every recorded respect, times included. */
  id: z.string().length(64),
  /** Hex SHA-256 over paths, types, modes and contents alone. */
  treeHash: z.string().length(64),
  fileCount: z.int().min(0),
  totalBytes: z.int().min(0),
});

export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>;
