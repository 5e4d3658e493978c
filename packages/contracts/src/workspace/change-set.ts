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
});

export const changeSchema = z.strictObject({
  /** Relative to the root; bytes that are not UTF-8 are written as `\xHH`. */
  path: z.string().min(1),
  kind: z.enum(["added", "removed", "modified", "mode-changed", "type-changed"]),
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
