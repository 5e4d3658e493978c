import { z } from "zod";

/** Replaces `text` between two UTF-16 offsets, end exclusive. */
const sourceEditSchema = z.object({
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
});

/**
 * What is altered in changed lines: a member of an object, a number up or down, a string, a result (nothing, or an
 * empty object), a condition or operator, a statement, what a module or a variable starts out with. In the order in which they are tried.
 */
export const alterationKinds = [
  "member",
  "number-up",
  "string",
  "return-nothing",
  "logic",
  "number-down",
  "return-empty",
  "statement",
  "value",
] as const;

/** A change of source code that takes something away from what it does. Exports stay. */
export const sourceMutationSchema = z.object({
  path: z.string(),
  /** The function around it, `Cart.total`; the empty string outside of all functions. */
  scope: z.string(),
  /**
   * `absent`: a function of the run is gone in effect: put back to what it was before, or, when new, emptied.
   * `empty`: one function emptied, whatever it was. `removed`: what the run took away is there again. `file`: a whole
   * file is as before the run or, when new, holds nothing. `probe`: a function throws. The others are alterations.
   */
  kind: z.enum(["absent", "empty", "removed", "file", "probe", ...alterationKinds]),
  /** `total emptied`, `"a" → ""`. */
  label: z.string(),
  edit: sourceEditSchema,
});

export type SourceMutation = Readonly<z.infer<typeof sourceMutationSchema>>;
