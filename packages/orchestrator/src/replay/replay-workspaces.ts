import type { ApplyReport, DeliverableSink, RestoreReport, SandboxProbe, Workspaces } from "@kimi/contracts";
import type { RecordedSnapshots } from "./recorded-snapshots.ts";
import { ReplayTree } from "./replay-tree.ts";
import type { RunRecording } from "./run-recording.ts";

/** What a replay's workspaces are made of. */
export interface ReplayWorkspacesOptions {
  readonly recording: RunRecording;
  readonly snapshots: RecordedSnapshots;
  readonly sink: DeliverableSink;
  /** Whether commands run: then the sandbox of this machine is looked at, instead of the recorded one. */
  readonly executes: boolean;
}

/**
 * Workspaces in which a run happens again and nothing of the user's is read or written: the target is its recorded
 * baseline, every tree a private copy, and what was applied or put back counts as done.
 */
export function createReplayWorkspaces(inner: Workspaces, options: ReplayWorkspacesOptions): Workspaces {
  const { recording, snapshots, sink, executes } = options;
  return {
    probe: (mode) => (executes ? inner.probe(mode) : Promise.resolve(recordedProbe(recording))),
    resolveTarget: (targetPath) => Promise.resolve(targetPath),
    snapshot: () => Promise.resolve(recording.baseline),
    async openWorkingTree(request) {
      const tree = await inner.openWorkingTree({ ...request, kind: "private" });
      return new ReplayTree(tree, request.kind, snapshots);
    },
    overlay: async (snapshotId, overlay) => snapshots.standIn(await inner.overlay(snapshotId, overlay)),
    changeSet: (from, to) => inner.changeSet(from, to),
    readFile: (snapshotId, path) => inner.readFile(snapshotId, path),
    renderPatch: (changeSet) => inner.renderPatch(changeSet),
    apply: async ({ changeSet }) =>
      applied(
        recording,
        changeSet.changes.map(({ path }) => path),
      ),
    restore: () => Promise.resolve(restored),
    recover: () => Promise.resolve([]),
    openDeliverables: () => Promise.resolve(sink),
  };
}

const restored: RestoreReport = { restored: [], verified: true, differences: [] };

/** As the project was then: what had changed there meanwhile is recorded, and what has since says nothing. */
function applied({ events }: RunRecording, paths: readonly string[]): ApplyReport {
  // What the user did with the run later is no part of it.
  const ended = events.findLastIndex(({ event }) => event.type === "run-ended");
  const end = events
    .slice(0, ended)
    .findLast(({ event }) => event.type === "tree-applied" || event.type === "conflict-found");
  return end?.event.type === "conflict-found"
    ? { applied: [], conflicts: end.event.conflicts }
    : { applied: paths, conflicts: [] };
}

function recordedProbe({ events }: RunRecording): SandboxProbe {
  const found = events.map(({ event }) => event);
  const probed = found.find((event) => event.type === "sandbox-probed");
  if (probed !== undefined)
    return {
      tier: probed.tier,
      missing: null,
      ...(probed.limits === null ? {} : { limits: probed.limits }),
      limitsMissing: probed.limitsMissing,
    };
  // Records of before this was told.
  return { tier: found.find((event) => event.type === "run-started")?.sandboxTier ?? "none", missing: null };
}
