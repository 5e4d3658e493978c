import { commandResultSchema, snapshotSchema } from "@kimi/contracts";
import { z } from "zod";

/** What was asked for, without secrets: of variables their names, of files given along one hash. */
const askedCommandSchema = z.strictObject({
  argv: z.array(z.string()),
  workingDirectory: z.string(),
  env: z.array(z.string()),
  network: z.enum(["none", "host"]),
  /** `null`: the sandbox's own limit. */
  timeoutMs: z.number().nullable(),
  maxOutputBytes: z.number().nullable(),
  /** Hex SHA-256 over names and contents; `null` without any. */
  supportFiles: z.string().length(64).nullable(),
  reportFiles: z.array(z.string()),
});

/** A command of the run as it ended: enough to give it again without running it. */
const commandRecordSchema = z.strictObject({
  /** Whose it is: `coding-2` for the second attempt at coding, `verdict-1` for what the first verdict rests on. */
  scope: z.string().min(1),
  /** Starts at 1 in each scope. */
  ordinal: z.int().min(1),
  /** Hex SHA-256 that stands for the files it ran on; see `TreeHistory`. */
  tree: z.string().length(64),
  asked: askedCommandSchema,
  /** Without secrets; `null` when it could not be started. */
  result: commandResultSchema.nullable(),
  /** Why it could not be started; `null` when it could. */
  refusal: z.string().nullable(),
  /** The tree afterwards; `null` for a copy that nothing but its commands looks at. */
  after: snapshotSchema.nullable(),
});

export type AskedCommand = Readonly<z.infer<typeof askedCommandSchema>>;
export type CommandRecord = Readonly<z.infer<typeof commandRecordSchema>>;

/** Where the records of a run's commands are among its artifacts. */
export const commandsPrefix = "internal/commands/";

/** The artifact that keeps a command. */
export function commandArtifactName({ scope, ordinal }: Pick<CommandRecord, "scope" | "ordinal">): string {
  return `${commandsPrefix}${scope}/${String(ordinal).padStart(4, "0")}.json`;
}

/** @throws z.ZodError when the artifact is not a command of this version. */
export function parseCommandRecord(content: Uint8Array): CommandRecord {
  return commandRecordSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}
