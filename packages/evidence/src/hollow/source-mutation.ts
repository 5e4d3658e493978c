import { z } from "zod";

/** Replaces `text` between two UTF-16 offsets, end exclusive. */
export const sourceEditSchema = z.object({
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
});

/** A change of source code that takes something away from what it does. Exports stay. */
export const sourceMutationSchema = z.object({
  path: z.string(),
  /** The function around it, `Cart.total`; the empty string outside of all functions. */
  scope: z.string(),
  /**
   * `absent`: a function of the run is gone in effect: put back to what it was before, or, when new, emptied.
   * `empty`: one function emptied, whatever it was. The others alter what changed lines compute.
   */
  kind: z.enum(["absent", "empty", "return", "value", "condition", "operator", "statement"]),
  /** `total emptied`, `"a" → ""`. */
  label: z.string(),
  edit: sourceEditSchema,
});

export type SourceEdit = Readonly<z.infer<typeof sourceEditSchema>>;
export type SourceMutation = Readonly<z.infer<typeof sourceMutationSchema>>;
