import { z } from "zod";
import { sandboxTierSchema } from "./sandbox-tier.ts";

/** What all processes of a command may use together; one that goes beyond a limit is ended as a whole. */
export interface CommandLimits {
  /** Resident memory. @default three quarters of the machine's */
  readonly memoryBytes?: number;
  /** Processes and threads at one time. @default 2_048 */
  readonly processes?: number;
  /** How far the tree may grow beyond what it was opened with; also the size of one file. @default 8 GiB */
  readonly diskBytes?: number;
}

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
  readonly limits?: CommandLimits;
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
  /** The limit for which it was ended; absent when it kept within all of them. */
  exceeded: z.enum(["memory", "processes", "disk"]).optional(),
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
