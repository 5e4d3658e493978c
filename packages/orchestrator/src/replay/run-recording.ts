import {
  KimiError,
  sourceDocumentSchema,
  type AttemptRecord,
  type ModelCall,
  type RunRecord,
  type RunStore,
  type Snapshot,
  type SourceDocument,
  type StoredEvent,
} from "@kimi/contracts";
import { z } from "zod";
import { documentsArtifactName } from "../accept/accept-run.ts";
import { readCommands } from "../commands/read-commands.ts";
import type { CommandRecord } from "../commands/command-record.ts";

/** What the store holds of a run, as far as a replay takes it from there. */
export interface RunRecording {
  readonly run: RunRecord;
  readonly events: readonly StoredEvent[];
  readonly attempts: readonly AttemptRecord[];
  readonly calls: readonly ModelCall[];
  readonly commands: readonly CommandRecord[];
  readonly documents: readonly SourceDocument[];
  readonly baseline: Snapshot;
}

/** @throws KimiError `usage` for a run that stopped before there was anything to replay. */
export async function readRecording(store: RunStore, run: RunRecord): Promise<RunRecording> {
  const events = await store.readEvents(run.id);
  const documents = await store.readArtifact(run.id, documentsArtifactName);
  const baseline = findBaseline(events);
  if (documents === null || baseline === null) {
    throw new KimiError(
      "usage",
      `Run ${run.id} stopped before its documents and its baseline were recorded, so there is nothing to replay.`,
    );
  }
  return {
    run,
    events,
    attempts: await store.readAttempts(run.id),
    calls: await store.readModelCalls(run.id),
    commands: await readCommands(store, run.id),
    documents: z.array(sourceDocumentSchema).parse(JSON.parse(Buffer.from(documents).toString("utf8"))),
    baseline,
  };
}

function findBaseline(events: readonly StoredEvent[]): Snapshot | null {
  const taken = events.find(
    ({ event }) => event.type === "snapshot-taken" && event.purpose === "baseline",
  )?.event;
  return taken?.type === "snapshot-taken" ? taken.snapshot : null;
}
