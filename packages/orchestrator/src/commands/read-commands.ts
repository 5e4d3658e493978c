import { KimiError, type RunStore } from "@kimi/contracts";
import { z } from "zod";
import { commandsPrefix, parseCommandRecord, type CommandRecord } from "./command-record.ts";

/**
 * The recorded commands of a run, those of one attempt or verdict in the order in which they ran.
 * @throws KimiError `usage` when a record is of another version: guessing at it would mix two runs.
 */
export async function readCommands(
  store: Pick<RunStore, "listArtifacts" | "readArtifact">,
  runId: string,
): Promise<readonly CommandRecord[]> {
  const records: CommandRecord[] = [];
  for (const { name } of await store.listArtifacts(runId)) {
    const content = name.startsWith(commandsPrefix) ? await store.readArtifact(runId, name) : null;
    if (content !== null) records.push(parse(runId, name, content));
  }
  return records;
}

function parse(runId: string, name: string, content: Uint8Array): CommandRecord {
  try {
    return parseCommandRecord(content);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new KimiError(
      "usage",
      `${name} of run ${runId} is not a command as this version records it. Use the version that ran it.`,
      { cause: error },
    );
  }
}
