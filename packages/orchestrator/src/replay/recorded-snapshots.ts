import type { Snapshot, Workspaces } from "@kimi/contracts";
import { findSnapshotProblem } from "../workspace/find-snapshot-problem.ts";
import type { RunRecording } from "./run-recording.ts";

/**
 * The snapshots of a recorded run by the tree they are of. A replay writes the same files at other times, and the id of
 * a snapshot covers times: the recorded one stands for its tree, so that what names it is the same again.
 */
export class RecordedSnapshots {
  readonly #byTree = new Map<string, Snapshot>();
  readonly #workspaces: Pick<Workspaces, "readFile">;

  constructor({ events, commands, baseline }: RunRecording, workspaces: Pick<Workspaces, "readFile">) {
    this.#workspaces = workspaces;
    const taken = events.flatMap(({ event }) => (event.type === "snapshot-taken" ? [event] : []));
    const judged = taken.filter(({ purpose }) => purpose === "attempt-end" || purpose === "final");
    const after = commands.flatMap((command) => command.after ?? []);
    // What a verdict names comes first: those ids stand in deliverables.
    for (const snapshot of [...[...judged, ...taken].map((event) => event.snapshot), ...after, baseline])
      if (!this.#byTree.has(snapshot.treeHash)) this.#byTree.set(snapshot.treeHash, snapshot);
  }

  /** The recorded snapshot of the same tree; the given one when there is none, or it was pruned. */
  async standIn(snapshot: Snapshot): Promise<Snapshot> {
    const recorded = this.#byTree.get(snapshot.treeHash);
    if (recorded === undefined || recorded.id === snapshot.id) return snapshot;
    if ((await findSnapshotProblem(this.#workspaces, recorded.id)) === null) return recorded;
    this.#byTree.delete(snapshot.treeHash);
    return snapshot;
  }
}
