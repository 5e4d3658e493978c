import { isKimiError, type RunStore, type RunSummary } from "@kimi/contracts";
import { z } from "zod";
import { checkpointArtifactName } from "../resume/checkpoint.ts";
import { attemptsPrefix } from "./candidate-schema.ts";

/** A snapshot that a run has for as long as it is in the store: it is never given up to make room. */
export interface StandingSnapshot {
  readonly runId: string;
  readonly snapshotId: string;
  /** What it is to the run: `baseline`, `final`, `attempt 2`, `checkpoint`. */
  readonly roles: readonly string[];
  /** The commands that come to nothing without it, in words: `rollback`, `apply --attempt 2`. */
  readonly neededFor: readonly string[];
}

/** The snapshots that a run cannot do without, and why what else it has could not be read. */
export interface StandingSnapshots {
  readonly snapshots: readonly StandingSnapshot[];
  /** Artifacts that would have named others. */
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
}

type Reading = Pick<RunStore, "listArtifacts" | "readArtifact">;
type Run = Pick<RunSummary, "id" | "baselineSnapshotId" | "finalSnapshotId" | "resumable" | "applied">;

interface Need {
  readonly snapshotId: string;
  readonly role: string;
  readonly neededFor: readonly string[];
}

// Other versions may have written more into them.
const attemptSchema = z.looseObject({ snapshot: z.looseObject({ id: z.string() }) });
const placeSchema = z.looseObject({ snapshotId: z.string() });

/** The snapshots that pruning leaves to a run: where it began, what it came to, and, while it can be resumed, where it stands. */
export async function listStandingSnapshots(store: Reading, run: Run): Promise<StandingSnapshots> {
  const needs = listNamed(run);
  const unreadable: { name: string; reason: string }[] = [];
  const tryTo = async <T>(name: string, read: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (!isKimiError(error, "store") && !(error instanceof z.ZodError) && !(error instanceof SyntaxError))
        throw error;
      unreadable.push({ name, reason: error.message });
      return otherwise;
    }
  };
  const artifacts = await tryTo("artifacts", () => store.listArtifacts(run.id), []);
  for (const { name } of artifacts.filter((one) => concerns(run, one.name))) {
    const need = await tryTo(name, () => readNeed(store, run.id, name), null);
    if (need !== null) needs.push(need);
  }
  return { snapshots: gather(run.id, needs), unreadable };
}

function listNamed({ baselineSnapshotId, finalSnapshotId, resumable, applied }: Run): Need[] {
  const ends = applied ? ["rollback"] : ["apply"];
  const named = [
    { snapshotId: baselineSnapshotId, role: "baseline", neededFor: resumable ? [...ends, "resume"] : ends },
    { snapshotId: finalSnapshotId, role: "final", neededFor: [...ends, "export"] },
  ];
  return named.flatMap(({ snapshotId, ...need }) => (snapshotId === null ? [] : [{ snapshotId, ...need }]));
}

function concerns({ resumable }: Run, name: string): boolean {
  return name.startsWith(attemptsPrefix) || (resumable && name === checkpointArtifactName);
}

async function readNeed(store: Reading, runId: string, name: string): Promise<Need | null> {
  const content = await store.readArtifact(runId, name);
  if (content === null) return null;
  const value: unknown = JSON.parse(Buffer.from(content).toString("utf8"));
  if (name === checkpointArtifactName)
    return { snapshotId: placeSchema.parse(value).snapshotId, role: "checkpoint", neededFor: ["resume"] };
  const attempt = name.slice(attemptsPrefix.length, -".json".length);
  const { snapshot } = attemptSchema.parse(value);
  return { snapshotId: snapshot.id, role: `attempt ${attempt}`, neededFor: [`apply --attempt ${attempt}`] };
}

/** One snapshot may be several things to a run. */
function gather(runId: string, needs: readonly Need[]): readonly StandingSnapshot[] {
  return [...Map.groupBy(needs, ({ snapshotId }) => snapshotId)].map(([snapshotId, group]) => ({
    runId,
    snapshotId,
    roles: group.map(({ role }) => role),
    neededFor: [...new Set(group.flatMap(({ neededFor }) => neededFor))],
  }));
}
