import type { RestoreReport } from "@kimi/contracts";
import type { AttributeTool } from "../attributes/attribute-tool.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { type TreeEntry, isKnownHash, sameAttributes, sameState } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { type ScannedTree, scanTree } from "../scan/scan-tree.ts";
import type { StatCache } from "../scan/stat-cache.ts";
import { hashesOnly } from "../store/content-sink.ts";
import type { ContentSource } from "../store/content-source.ts";
import { type Plan, planSteps } from "../transaction/plan-steps.ts";
import { compareManifests, isMaterial } from "./compare-manifests.ts";
import { type RecordedFolders, differingFromRecord } from "./differing-parts.ts";
import { type EntryChange, isPutAnew } from "./entry-change.ts";
import { findFolderAttributes } from "./find-folder-attributes.ts";
import { relinkChanges } from "./relink-changes.ts";

export interface RestoreRequest {
  readonly root: string;
  readonly recorded: RecordedFolders;
  readonly cache: StatCache;
  readonly source: Pick<ContentSource, "read">;
  /** @default what the machine has */
  readonly attributes?: AttributeTool | null;
  /** Carries out a plan, and tells of entries whose content is lost. */
  readonly carryOut: (plan: Plan, onLost: (entry: TreeEntry, error: unknown) => void) => Promise<void>;
}

/** Brings a tree to a recorded state, touching only what differs, and reads it again to see that it is so. */
export async function restoreTree(request: RestoreRequest): Promise<RestoreReport> {
  const { root, recorded, cache, source, carryOut, attributes = findAttributeTool() } = request;
  const scan = (): Promise<ScannedTree> =>
    scanTree(root, { cache, sink: hashesOnly, opensClosed: true, attributes });
  const { table, leftOut } = await scan();
  const { from: present, to: wanted } = differingFromRecord(table, recorded);
  const changes = relinkChanges(compareManifests(present, wanted), present, wanted);
  const folderAt = (path: RawPath): TreeEntry | null => {
    const entry = present.get(path);
    return entry?.type === "directory" ? entry : null;
  };
  const reasons = new Map<RawPath, string>();
  if (changes.length > 0) {
    const folderAttributes =
      attributes === null
        ? new Map()
        : await findFolderAttributes({ root, changes, from: present, to: wanted, source });
    const timeOf = (path: RawPath): number | null => wanted.get(path)?.mtimeUs ?? null;
    await carryOut(planSteps({ changes, leftOut, folderAt, timeOf, folderAttributes }), (entry, error) => {
      reasons.set(entry.path, error instanceof Error ? error.message : String(error));
    });
  }
  // What was written carries new inode numbers and times, so it is read again, and the rest is looked at again.
  const left = differingFromRecord((await scan()).table, recorded);
  const differences = compareManifests(left.from, left.to)
    .filter(isToBeTold)
    .map((difference) => ({
      path: toShownPath(difference.path),
      reason: reasons.get(difference.path) ?? describeDifference(difference),
    }));
  if (findAttributeTool() === null) differences.push(...changes.flatMap(describeLostAttributes));
  const restored = changes.map(({ path }) => path).filter((path) => !reasons.has(path));
  return { restored: restored.map(toShownPath), verified: differences.length === 0, differences };
}

/** Without the programs nobody can see that they are missing. */
function describeLostAttributes(change: EntryChange): readonly { path: string; reason: string }[] {
  if (!isPutAnew(change) || !isKnownHash(change.after?.attributes ?? null)) return [];
  const reason = "has lost its extended attributes: getfattr and setfattr are not installed";
  return [{ path: toShownPath(change.path), reason }];
}

/** How much of the disk a file takes is up to the file system in the end. */
function isToBeTold(difference: EntryChange): boolean {
  const { before, after } = difference;
  return isMaterial(difference) || before?.mtimeUs !== after?.mtimeUs;
}

function describeDifference({ before: found, after: wanted, isRelinked }: EntryChange): string {
  if (found === null) return "is missing";
  if (wanted === null) return "should not be there";
  if (found.type !== wanted.type) return `is a ${found.type}, expected a ${wanted.type}`;
  if (found.hash !== wanted.hash) return "has other content";
  if (!sameState(found, wanted))
    return `has mode ${found.mode.toString(8)}, expected ${wanted.mode.toString(8)}`;
  if (isRelinked) return "is not a hard link of the same names";
  if (!sameAttributes(found, wanted)) return "has other extended attributes";
  return "has another modification time";
}
