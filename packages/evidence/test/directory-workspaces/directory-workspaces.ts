import { createHash } from "node:crypto";
import { cp, lstat, mkdir, mkdtemp, readFile, readlink, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Change, EntryState, OpenWorkingTreeRequest, Snapshot, Workspaces } from "@kimi/contracts";
import { openDirectoryTree } from "./directory-tree.ts";

export type DirectoryWorkspaces = Pick<
  Workspaces,
  "snapshot" | "openWorkingTree" | "changeSet" | "readFile"
> &
  AsyncDisposable & {
    /** How many working trees were opened and not yet disposed of. */
    readonly openTrees: number;
  };

/** Workspaces for tests: a snapshot is a copied folder, a command a plain child process. */
export async function createDirectoryWorkspaces(): Promise<DirectoryWorkspaces> {
  const store = await mkdtemp(join(tmpdir(), "kimi-evidence-"));
  const snapshots = new Map<string, ReadonlyMap<string, EntryState>>();
  let trees = 0;
  let openTrees = 0;
  const folderOf = (id: string): string => join(store, id);

  const snapshot = async (root: string): Promise<Snapshot> => {
    const entries = await readManifest(root);
    const id = sha256(JSON.stringify([...entries]));
    if (!snapshots.has(id)) {
      await cp(root, folderOf(id), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
      snapshots.set(id, entries);
    }
    return { id, treeHash: id, fileCount: entries.size, totalBytes: 0 };
  };

  const openWorkingTree = async ({ snapshotId, overlay }: OpenWorkingTreeRequest) => {
    const root = join(store, `tree-${(trees += 1)}`);
    const copy = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true };
    await cp(folderOf(snapshotId), root, copy);
    for (const path of overlay?.paths ?? []) {
      await rm(join(root, path), { recursive: true, force: true });
      if (!snapshots.get(overlay!.snapshotId)!.has(path)) continue;
      await mkdir(join(root, path, ".."), { recursive: true });
      await cp(join(folderOf(overlay!.snapshotId), path), join(root, path), copy);
    }
    openTrees += 1;
    return openDirectoryTree(root, {
      snapshot: async () => await snapshot(root),
      restore: async (id) => {
        await rm(root, { recursive: true });
        await cp(folderOf(id), root, copy);
      },
      onDispose: () => (openTrees -= 1),
    });
  };

  return {
    snapshot,
    openWorkingTree,
    async changeSet(from, to) {
      return { from, to, changes: compare(snapshots.get(from)!, snapshots.get(to)!) };
    },
    async readFile(snapshotId, path) {
      const entry = snapshots.get(snapshotId)!.get(path);
      return entry?.type === "file" ? await readFile(join(folderOf(snapshotId), path)) : null;
    },
    get openTrees() {
      return openTrees;
    },
    async [Symbol.asyncDispose]() {
      await rm(store, { recursive: true, force: true });
    },
  };
}

function compare(
  before: ReadonlyMap<string, EntryState>,
  after: ReadonlyMap<string, EntryState>,
): readonly Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path): readonly Change[] => {
    const [old = null, now = null] = [before.get(path), after.get(path)];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    const kind = old === null ? "added" : now === null ? "removed" : "modified";
    return [{ path, kind, before: old, after: now }];
  });
}

async function readManifest(root: string, folder = ""): Promise<ReadonlyMap<string, EntryState>> {
  const entries = new Map<string, EntryState>();
  for (const name of (await readdir(join(root, folder))).toSorted()) {
    const path = folder === "" ? name : `${folder}/${name}`;
    const stat = await lstat(join(root, path));
    const mode = stat.mode & 0o7777;
    if (stat.isDirectory()) {
      entries.set(path, { type: "directory", mode, hash: null, size: 0 });
      for (const [below, state] of await readManifest(root, path)) entries.set(below, state);
    } else if (stat.isSymbolicLink()) {
      entries.set(path, { type: "symlink", mode, hash: sha256(await readlink(join(root, path))), size: 0 });
    } else {
      const content = await readFile(join(root, path));
      entries.set(path, { type: "file", mode, hash: sha256(content), size: content.length });
    }
  }
  return entries;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
