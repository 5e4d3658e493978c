import { type Change, KimiError, type Workspaces } from "@kimi/contracts";
import { listOverlayPaths } from "../workspace/list-overlay-paths.ts";
import type { Candidate } from "../workspace/take-candidate.ts";

/** An attempt as it is to be written, and what of it the user settled otherwise. */
export interface SettledCandidate extends Candidate {
  /** Paths of changes that are not made, since the project has its own version of them. */
  readonly left: readonly string[];
}

/**
 * A kept attempt without some of its paths, and without what is below them: the user has settled those in the project,
 * and neither apply nor rollback is to touch them.
 * @throws KimiError `usage` for a path that the attempt does not change.
 */
export async function leaveAsTheyAre(
  workspaces: Pick<Workspaces, "overlay" | "changeSet">,
  candidate: Candidate,
  paths: readonly string[],
): Promise<SettledCandidate> {
  const { changeSet, snapshot } = candidate;
  if (paths.length === 0) return { ...candidate, left: [] };
  const wanted = paths.map((path) => path.replace(/^(?:\.\/+)+/u, "").replace(/\/+$/u, ""));
  for (const path of wanted) {
    if (changeSet.changes.some((change) => isAtOrBelow(change.path, path))) continue;
    throw new KimiError(
      "usage",
      `The run does not change ${path}: expected one of the paths that it changes, relative to the project: ${changeSet.changes.map((change) => change.path).join(", ")}`,
    );
  }
  const written = changeSet.changes.filter((change) => !leaves(change, wanted));
  const { id: snapshotId } = snapshot;
  const settled = await workspaces.overlay(changeSet.from, {
    snapshotId,
    paths: listOverlayPaths(changeSet.changes, written),
  });
  const standing = await workspaces.changeSet(changeSet.from, settled.id);
  const made = new Set(standing.changes.map(({ path }) => path));
  const left = changeSet.changes.map(({ path }) => path).filter((path) => !made.has(path));
  return { snapshot: settled, changeSet: standing, left };
}

/** A folder that goes, or becomes something else, would take along what is left in it. */
function leaves({ path, after }: Change, wanted: readonly string[]): boolean {
  return wanted.some(
    (one) => isAtOrBelow(path, one) || (after?.type !== "directory" && isAtOrBelow(one, path)),
  );
}

function isAtOrBelow(path: string, top: string): boolean {
  return path === top || path.startsWith(`${top}/`);
}
