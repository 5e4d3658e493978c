import type { RestoreReport } from "@kimi/contracts";
import { type Manifest, type TreeEntry, sameState } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { type ScannedTree, scanTree } from "../scan/scan-tree.ts";
import type { StatCache } from "../scan/stat-cache.ts";
import { hashesOnly } from "../store/content-sink.ts";
import { type Plan, planSteps } from "../transaction/plan-steps.ts";
import { compareManifests } from "./compare-manifests.ts";

export interface RestoreRequest {
  readonly root: string;
  readonly wanted: Manifest;
  readonly cache: StatCache;
  /** Carries out a plan, and tells of entries whose content is lost. */
  readonly carryOut: (plan: Plan, onLost: (entry: TreeEntry, error: unknown) => void) => Promise<void>;
}

/** Brings a tree to a manifest, touching only what differs, and reads it again to see that it is so. */
export async function restoreTree({ root, wanted, cache, carryOut }: RestoreRequest): Promise<RestoreReport> {
  const scan = (): Promise<ScannedTree> => scanTree(root, { cache, sink: hashesOnly, opensClosed: true });
  const { manifest: present, leftOut } = await scan();
  const changes = compareManifests(present, wanted);
  const folderAt = (path: RawPath): TreeEntry | null => {
    const entry = present.get(path);
    return entry?.type === "directory" ? entry : null;
  };
  const reasons = new Map<RawPath, string>();
  if (changes.length > 0) {
    await carryOut(planSteps({ changes, leftOut, folderAt, times: wanted }), (entry, error) => {
      reasons.set(entry.path, error instanceof Error ? error.message : String(error));
    });
  }
  // What was written carries new inode numbers and times, so it is read again, and the rest is looked at again.
  const { manifest: found } = await scan();
  const differences = compareManifests(found, wanted).map(({ path, before, after }) => ({
    path: toShownPath(path),
    reason: reasons.get(path) ?? describeDifference(before, after),
  }));
  const restored = changes.map(({ path }) => path).filter((path) => !reasons.has(path));
  return { restored: restored.map(toShownPath), verified: differences.length === 0, differences };
}

function describeDifference(found: TreeEntry | null, wanted: TreeEntry | null): string {
  if (found === null) return "is missing";
  if (wanted === null) return "should not be there";
  if (found.type !== wanted.type) return `is a ${found.type}, expected a ${wanted.type}`;
  if (found.hash !== wanted.hash) return "has other content";
  if (!sameState(found, wanted))
    return `has mode ${found.mode.toString(8)}, expected ${wanted.mode.toString(8)}`;
  return "has another modification time";
}
