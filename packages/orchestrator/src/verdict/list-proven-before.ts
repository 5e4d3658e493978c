import { isKimiError, parseTrace, type EarlierProof, type Trace } from "@kimi/contracts";
import { putJson } from "../record/put-artifact.ts";
import { leftoversPrefix } from "../requirements/look-for-leftovers.ts";
import type { RunSession } from "../run-session.ts";

const artifactName = `${leftoversPrefix}trace.json`;

/** What the run that requirements were compared with proved of those that did not change; it has to be in the project. */
export async function listProvenBefore(session: RunSession): Promise<readonly EarlierProof[]> {
  const { requirementChanges: changes } = session;
  if (changes === null || !changes.since.applied || changes.unchanged.length === 0) return [];
  const { runId } = changes.since;
  const trace = await readEarlierTrace(session, runId);
  const unchanged = new Set(changes.unchanged);
  return (trace?.requirements ?? [])
    .filter(({ id }) => unchanged.has(id))
    .flatMap(({ criteria }) =>
      criteria.flatMap(({ criterion, status, evidence, testSource }) =>
        status !== "proven" || testSource === null
          ? []
          : evidence
              .filter(({ red }) => red.some(({ outcome }) => outcome === "red-assertion"))
              .map(({ test }) => ({ criterion, test, runId, testSource })),
      ),
    );
}

/** Kept with this run once read: a replay knows of no other runs. */
async function readEarlierTrace(session: RunSession, runId: string): Promise<Trace | null> {
  const { store } = session.ports;
  const kept = await store.readArtifact(session.runId, artifactName);
  const content = kept ?? (await store.readArtifact(runId, "trace.json"));
  if (content === null) return null;
  try {
    const trace = parseTrace(Buffer.from(content).toString("utf8"), `The trace of run ${runId}`);
    if (kept === null) await putJson(session, artifactName, trace);
    return trace;
  } catch (error) {
    if (isKimiError(error, "input")) return null;
    throw error;
  }
}
