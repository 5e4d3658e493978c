import type { Snapshot, Workspaces } from "@kimi/contracts";
import { decodeText } from "./decode-text.ts";

/** A text file that differs between the tree before the run and the tree the verdict is about. */
export interface ChangedFile {
  readonly path: string;
  /** `null` when it was not there, or was no text. */
  readonly before: string | null;
  /** `null` when it is gone, or is no text. */
  readonly after: string | null;
}

export interface ChangedFiles {
  /** Every path that differs, sorted. */
  readonly paths: readonly string[];
  /** Texts of those that `wanted` chose. */
  readonly files: readonly ChangedFile[];
}

const maxBytes = 1_000_000;

/** What the run changed; texts are read of the paths that `wanted` accepts, up to 1 MB each. */
export async function readChangedFiles(
  workspaces: Pick<Workspaces, "changeSet" | "readFile">,
  baseline: Snapshot,
  final: Snapshot,
  wanted: (path: string) => boolean,
): Promise<ChangedFiles> {
  const { changes } = await workspaces.changeSet(baseline.id, final.id);
  const read = async (snapshotId: string, path: string, size: number | undefined): Promise<string | null> =>
    size === undefined || size > maxBytes ? null : decodeText(await workspaces.readFile(snapshotId, path));
  const files: ChangedFile[] = [];
  for (const { path, before, after } of changes) {
    if ((before?.type !== "file" && after?.type !== "file") || !wanted(path)) continue;
    files.push({
      path,
      before: await read(baseline.id, path, before?.type === "file" ? before.size : undefined),
      after: await read(final.id, path, after?.type === "file" ? after.size : undefined),
    });
  }
  return { paths: changes.map(({ path }) => path), files };
}
