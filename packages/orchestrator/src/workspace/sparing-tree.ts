import type { Snapshot, WorkingTree } from "@kimi/contracts";
import type { AcceptedRun } from "../run-session.ts";
import { describeKept, keepOthersWork } from "./keep-others-work.ts";

/** The target itself as a tree that, before it is brought to a recorded state, copies out of the way what is others'. */
export function sparingTree(
  tree: WorkingTree,
  { runId, targetPath, ports, recorder }: Pick<AcceptedRun, "runId" | "targetPath" | "ports" | "recorder">,
  { id: baselineId }: Snapshot,
): WorkingTree {
  return {
    kind: tree.kind,
    root: tree.root,
    files: tree.files,
    commands: tree.commands,
    snapshot: (options) => tree.snapshot(options),
    restore: async (snapshotId) => {
      const found = await tree.snapshot();
      const sources = new Set((await tree.files.listSourceFiles()).map(({ path }) => path));
      await recorder.flush();
      const kept = await keepOthersWork(ports, { runId, targetPath, found, snapshotId, baselineId, sources });
      if (kept !== null) recorder.emit({ type: "note", message: describeKept(kept) });
      return tree.restore(snapshotId);
    },
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  };
}
