import { lstatSync, statfsSync } from "node:fs";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";

export interface PreflightLimits {
  /** Files and folders. @default 2_000_000 */
  readonly maxEntries?: number;
  /** Bytes that stay free on the disk of the store. @default 500 MB */
  readonly reserveBytes?: number;
}

/**
 * Looks at the size of a tree that was never recorded, before anything is read: it may be stored whole, and copied.
 * `store` is a folder on the disk that takes both.
 * @throws KimiError `target` for more entries than a project has, `disk` when there is no room.
 */
export async function preflight(
  root: string,
  store: string,
  { maxEntries = 2_000_000, reserveBytes = 500e6 }: PreflightLimits = {},
): Promise<void> {
  const rest = yieldNowAndThen();
  let entries = 0;
  let bytes = 0;
  const count = async (folder: FolderHandle, isRoot: boolean): Promise<void> => {
    for (const name of folder.list()) {
      if (isRoot && (name === ".git" || name === ".kimi_agent")) continue;
      entries += 1;
      if (entries > maxEntries) throw tooMany(root, maxEntries);
      const stats = lstatSync(folder.path(name), { throwIfNoEntry: false });
      if (stats?.isFile() === true) bytes += Math.min(stats.size, stats.blocks * 512 + 4096);
      if (stats?.isDirectory() === true) await enter(folder, name);
      await rest();
    }
  };
  const enter = async (parent: FolderHandle, name: string): Promise<void> => {
    try {
      using folder = parent.enter(name);
      await count(folder, false);
    } catch (error) {
      // What cannot be entered is for the scan to refuse, by name.
      if (errnoOf(error) === null && !(error instanceof KimiError && error.code === "path-refused"))
        throw error;
    }
  };
  using folder = FolderHandle.open(root);
  await count(folder, true);
  const { bavail, bsize } = statfsSync(store);
  const neededBytes = 2 * bytes + reserveBytes;
  if (bavail * bsize < neededBytes)
    throw noRoom(root, store, { bytes, neededBytes, freeBytes: bavail * bsize });
}

function tooMany(root: string, maxEntries: number): KimiError {
  return new KimiError(
    "target",
    `${root} holds more than ${maxEntries} files and folders: expected one project; name a folder further down`,
  );
}

function noRoom(
  root: string,
  store: string,
  {
    bytes,
    neededBytes,
    freeBytes,
  }: { readonly bytes: number; readonly neededBytes: number; readonly freeBytes: number },
): KimiError {
  return new KimiError(
    "disk",
    `${root} takes ${show(bytes)}; to keep and to copy it, ${show(neededBytes)} must be free at ${store}, and ${show(freeBytes)} are: make room (kimi-agent snapshots prune frees old snapshots) or set KIMI_AGENT_HOME to a larger disk`,
    { retryable: true },
  );
}

function show(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
