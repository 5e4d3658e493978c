import type { DamagedRun, RunStore } from "@kimi/contracts";
import type { SandboxManager } from "@kimi/sandbox";
import { listNeededSnapshots } from "./list-needed-snapshots.ts";
import type { LocalOrchestrator } from "./local-orchestrator.ts";
import { verifySnapshots } from "./verify-snapshots.ts";

type Care = Pick<LocalOrchestrator, "pruneSnapshots" | "keepToQuota" | "verifySnapshots">;

/** What is done with all snapshots, by what the runs in the store need of them. */
export function lookAfterSnapshots(store: RunStore, workspaces: SandboxManager): Care {
  return {
    async pruneSnapshots(maxBytes) {
      const damagedRuns: DamagedRun[] = [];
      const onDamaged = (run: DamagedRun): unknown => damagedRuns.push(run);
      const pinned = () => listNeededSnapshots(store, { keepsReplays: false, onDamaged });
      return { ...(await workspaces.prune({ maxBytes, pinned })), damagedRuns };
    },
    keepToQuota: (maxBytes) =>
      workspaces.keepToQuota({
        maxBytes,
        pinned: () => listNeededSnapshots(store, { keepsReplays: true, onDamaged: () => {} }),
      }),
    verifySnapshots: () => verifySnapshots(store, workspaces),
  };
}
