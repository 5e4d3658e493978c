import { z } from "zod";

/** Text that is compared: a word that is not there cannot be looked for. */
const words = z.array(z.string().min(1)).min(1);

/** One command and what it is to answer. */
const commandCheckSchema = z.strictObject({
  name: z.string().min(1),
  /** Program and arguments, run at the root of the project. */
  command: z.tuple([z.string().min(1)], z.string()),
  /** @default 0 */
  exitCode: z.int().min(0).max(255).default(0),
  /** All of it; line ends and the end of the last line aside. */
  stdout: z.string().optional(),
  /** All of these must occur in it. */
  stdoutContains: words.optional(),
  stderrContains: words.optional(),
});

/** A file of command checks. They are run in this order in one tree: what one leaves in it the next one finds. */
export const commandCheckFileSchema = z.strictObject({ checks: z.array(commandCheckSchema).min(1) });

export type CommandCheck = Readonly<z.infer<typeof commandCheckSchema>>;
