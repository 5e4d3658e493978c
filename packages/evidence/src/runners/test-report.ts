import { z } from "zod";

/** One line of what our reporters write. Every runner's reporter speaks this and nothing else. */
export const reportLineSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("test"),
    /** Relative to the root of the tree. */
    file: z.string().min(1),
    name: z.string().min(1),
    outcome: z.enum(["passed", "failed", "skipped", "todo"]),
    failure: z.enum(["assertion", "error", "load", "timeout"]).nullable(),
    message: z.string().nullable(),
    durationMs: z.number().min(0).nullable(),
  }),
  /** A file that went wrong as a whole: it did not load, or ended with an error after its tests. */
  z.object({ type: z.literal("file-error"), file: z.string().min(1), message: z.string() }),
  /** An error that no file can be held to account for. */
  z.object({ type: z.literal("run-error"), message: z.string() }),
  /** The last line: its absence means that the runner did not get to the end. */
  z.object({ type: z.literal("end"), tests: z.int().min(0) }),
]);

export type ReportLine = Readonly<z.infer<typeof reportLineSchema>>;
