import { leftoversSchema, type Leftovers, type RequirementChanges, type Snapshot } from "@kimi/contracts";
import { z } from "zod";
import { putJson } from "../record/put-artifact.ts";
import type { RunSession } from "../run-session.ts";

/** Names of artifacts that keep what was found in other runs: leftovers by the hash of the tree they were looked for in. */
export const leftoversPrefix = "internal/earlier/";

const foundSchema = z.record(z.string(), leftoversSchema);

/**
 * The changes with what is left of removed requirements in a state of the tree. It rests on other runs, so it is looked
 * for once and kept: a run that is taken up again, or played again where those runs are not known, finds the same.
 */
export async function lookForLeftovers(
  session: RunSession,
  changes: RequirementChanges,
  tree: Snapshot,
): Promise<RequirementChanges> {
  if (changes.removed.length === 0) return changes;
  const found = (await readKept(session, tree)) ?? (await findAndKeep(session, changes, tree));
  return {
    ...changes,
    removed: changes.removed.map(({ requirement }) => ({
      requirement,
      leftovers: found[requirement.id] ?? { lines: [], tests: [] },
    })),
  };
}

async function readKept(
  { ports, runId }: RunSession,
  { treeHash }: Snapshot,
): Promise<Readonly<Record<string, Leftovers>> | null> {
  const content = await ports.store.readArtifact(runId, `${leftoversPrefix}${treeHash}.json`);
  return content === null ? null : foundSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}

async function findAndKeep(
  session: RunSession,
  { removed }: RequirementChanges,
  { id, treeHash }: Snapshot,
): Promise<Readonly<Record<string, Leftovers>>> {
  const { store, workspaces, evidence } = session.ports;
  const found = await evidence.findLeftovers({
    targetPath: session.accepted.targetPath,
    store,
    workspaces,
    readPresent: (path) => workspaces.readFile(id, path),
    requirements: removed.map(({ requirement }) => requirement.id),
  });
  const kept = Object.fromEntries(found);
  await putJson(session, `${leftoversPrefix}${treeHash}.json`, kept);
  return kept;
}
