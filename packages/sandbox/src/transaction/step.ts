import { entryStateSchema } from "@kimi/contracts";
import { z } from "zod";

const path = z.string().min(1);
/** Name of the file in the staging area that holds what is put, or what stood there before. */
const slot = z.int().min(0);

/**
 * One change of one entry. Each can be done again after it was done, and undone whether or not it was: that is what
 * lets a later process finish or undo what a killed one began. Paths are raw.
 */
export const stepSchema = z.discriminatedUnion("kind", [
  /** Moves an entry to the staging area; removes an empty folder. `before` is `other` for a socket or device. */
  z.strictObject({
    kind: z.literal("remove"),
    path,
    before: z.union([entryStateSchema, z.literal("other")]),
    slot,
  }),
  z.strictObject({ kind: z.literal("make-folder"), path, mode: z.int() }),
  /** Moves a staged entry over what is there, which is kept in the staging area. */
  z.strictObject({
    kind: z.literal("put"),
    path,
    before: entryStateSchema.nullable(),
    after: entryStateSchema,
    slot,
  }),
  /** Only while the entry is of this kind, so that doing it again after a later step does not hit that step's entry. */
  z.strictObject({
    kind: z.literal("set-mode"),
    path,
    isFolder: z.boolean(),
    before: z.int(),
    after: z.int(),
  }),
  /** Does nothing; undone, last of all, it brings back the time that other steps changed. Microseconds since 1970. */
  z.strictObject({ kind: z.literal("keep-time"), path, before: z.int() }),
  /** `before` is `null` for an entry that another step makes: undone, something else has its path again. */
  z.strictObject({ kind: z.literal("set-time"), path, before: z.int().nullable(), after: z.int() }),
  /** Gives a folder these extended attributes and no others. Dumps, empty for none. */
  z.strictObject({ kind: z.literal("set-attributes"), path, before: z.string(), after: z.string() }),
]);

export type Step = Readonly<z.infer<typeof stepSchema>>;
