import { z } from "zod";

/** One entry of a tree as a change set compares it. */
export const entryStateSchema = z.strictObject({
  type: z.enum(["file", "directory", "symlink", "fifo"]),
  /** Permission bits, for example `0o644`. */
  mode: z.int().min(0).max(0o7777),
  /** Hex SHA-256 of a file's content or a link's target; `null` for directories and FIFOs. */
  hash: z.string().length(64).nullable(),
  /** Bytes; 0 where there is no content. */
  size: z.int().min(0),
  /** For a hard link, the first of its names in the tree; absent for that one itself, and where there is one name. */
  linkedTo: z.string().min(1).exactOptional(),
  /** Hex SHA-256 of the extended attributes, access control lists included; absent for none, and where nobody could ask. */
  attributes: z.string().length(64).exactOptional(),
});

export const changeSchema = z.strictObject({
  /** Relative to the root; bytes that are not UTF-8 are written as `\xHH`. */
  path: z.string().min(1),
  /** `metadata-changed`: type, mode and content are alike; hard links or extended attributes are not. */
  kind: z.enum(["added", "removed", "modified", "mode-changed", "type-changed", "metadata-changed"]),
  /** `null` when added. */
  before: entryStateSchema.nullable(),
  /** `null` when removed. */
  after: entryStateSchema.nullable(),
});

/** The difference between two snapshots, sorted by path. */
export const changeSetSchema = z.strictObject({
  from: z.string().length(64),
  to: z.string().length(64),
  changes: z.array(changeSchema).readonly(),
});

export type EntryState = Readonly<z.infer<typeof entryStateSchema>>;
export type Change = Readonly<z.infer<typeof changeSchema>>;
export type ChangeSet = Readonly<z.infer<typeof changeSetSchema>>;
