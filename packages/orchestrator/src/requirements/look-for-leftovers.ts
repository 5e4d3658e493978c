import type { RequirementChanges } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";

/** The changes with what is left of removed requirements in a snapshot. */
export async function lookForLeftovers(
  { ports, accepted }: Pick<RunSession, "ports" | "accepted">,
  changes: RequirementChanges,
  snapshotId: string,
): Promise<RequirementChanges> {
  if (changes.removed.length === 0) return changes;
  const { store, workspaces, evidence } = ports;
  const found = await evidence.findLeftovers({
    targetPath: accepted.targetPath,
    store,
    workspaces,
    readPresent: (path) => workspaces.readFile(snapshotId, path),
    requirements: changes.removed.map(({ requirement }) => requirement.id),
  });
  const nothing = { lines: [], tests: [] };
  return {
    ...changes,
    removed: changes.removed.map(({ requirement }) => ({
      requirement,
      leftovers: found.get(requirement.id) ?? nothing,
    })),
  };
}
