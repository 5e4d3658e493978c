import { z } from "zod";
import { sandboxTierSchema } from "./sandbox-tier.ts";

/** What a command may do and how long. */
export interface CommandRequest {
  /**
   * Program and arguments; no shell is involved. `{reports}` and `{support}` in an argument or in a value of `env`
   * become the paths of the two folders below, as the command sees them.
   */
  readonly argv: readonly [string, ...string[]];
  /** Relative to the root; the root when absent. */
  readonly workingDirectory?: string;
  /** Added to the allow-listed environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default 120_000 */
  readonly timeoutMs?: number;
  /** For each of stdout and stderr: the head and the tail are kept. @default 65_536 */
  readonly maxOutputBytes?: number;
  /** @default "none" */
  readonly network?: "none" | "host";
  /** Files by name, put read-only into a fresh folder outside the tree: `{support}`. */
  readonly supportFiles?: Readonly<Record<string, string>>;
  /** Names of files to read back from a fresh, empty folder outside the tree: `{reports}`. */
  readonly reportFiles?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What one stream printed, decoded as UTF-8 with replacement. */
export const commandOutputSchema = z.strictObject({
  /** Head and tail with a line between that says how much is missing, when `totalBytes` exceeds the limit. */
  text: z.string(),
  totalBytes: z.int().min(0),
});

/** How a command ended. A failed command is a result, never an error. */
export const commandResultSchema = z.strictObject({
  /** `null` when a signal ended it. */
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  stdout: commandOutputSchema,
  stderr: commandOutputSchema,
  durationMs: z.number().min(0),
  tier: sandboxTierSchema,
  /** By name, as text; a file that was not written is absent. */
  reports: z.record(z.string(), z.string()),
});

export type CommandOutput = Readonly<z.infer<typeof commandOutputSchema>>;
export type CommandResult = Readonly<z.infer<typeof commandResultSchema>>;

/** Runs commands in one tree. */
export interface CommandRunner {
  /**
   * Ends the whole process tree on timeout and on abort.
   * @throws KimiError `cancelled` on abort, `workspace` when the command could not be started at all.
   */
  run(request: CommandRequest): Promise<CommandResult>;
}
