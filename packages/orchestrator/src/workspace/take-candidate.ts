import type { ChangeSet, Snapshot } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { findOrigins } from "./change-origins.ts";
import { listOverlayPaths } from "./list-overlay-paths.ts";
import { selectKeptChanges } from "./select-kept-changes.ts";

/** A state of the tree that could become the result, and what it changes. */
export interface Candidate {
  readonly snapshot: Snapshot;
  /** From the baseline. */
  readonly changeSet: ChangeSet;
}

/** Records the tree as it would be applied: the present state without what commands merely left behind. */
export async function takeCandidate(session: RunSession): Promise<Candidate> {
  const { tree, baseline } = session.ground;
  const { workspaces } = session.ports;
  const present = await tree.snapshot();
  const changeSet = await workspaces.changeSet(baseline.id, present.id);
  const kept = selectKeptChanges(changeSet.changes, await findOrigins(session));
  if (kept.length === changeSet.changes.length) return { snapshot: present, changeSet };
  const snapshot = await workspaces.overlay(baseline.id, {
    snapshotId: present.id,
    paths: listOverlayPaths(changeSet.changes, kept),
  });
  return { snapshot, changeSet: await workspaces.changeSet(baseline.id, snapshot.id) };
}
