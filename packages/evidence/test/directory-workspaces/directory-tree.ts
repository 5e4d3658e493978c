import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KimiError, type FolderEntry, type Snapshot, type WorkingTree } from "@kimi/contracts";
import { createDirectoryCommands } from "./directory-commands.ts";

interface TreeDuties {
  snapshot(): Promise<Snapshot>;
  restore(snapshotId: string): Promise<void>;
  onDispose(): void;
}

/** A folder as a working tree. */
export function openDirectoryTree(root: string, duties: TreeDuties): WorkingTree {
  return {
    kind: "private",
    root,
    files: createDirectoryFiles(root),
    commands: createDirectoryCommands(root),
    snapshot: async () => await duties.snapshot(),
    async restore(snapshotId) {
      await duties.restore(snapshotId);
      return { restored: [], verified: true, differences: [] };
    },
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true });
      duties.onDispose();
    },
  };
}

/** The files of a folder; enough of the port for what evidence needs. */
export function createDirectoryFiles(root: string): WorkingTree["files"] {
  const list = async (folder: string): Promise<readonly FolderEntry[]> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => {
      throw new KimiError("workspace", `${folder} is no folder.`);
    });
    return entries.map((entry) => ({
      path: folder === "" ? entry.name : `${folder}/${entry.name}`,
      type: entry.isDirectory() ? "directory" : entry.isFile() ? "file" : "symlink",
      size: 0,
    }));
  };
  const listSourceFiles = async (folder = ""): Promise<readonly FolderEntry[]> => {
    const entries = (await list(folder)).filter(({ path }) => !path.endsWith("node_modules"));
    const nested = await Promise.all(
      entries.map(async (entry) =>
        entry.type === "directory" ? await listSourceFiles(entry.path) : [entry],
      ),
    );
    return nested.flat();
  };
  return {
    list,
    listSourceFiles,
    async read(path) {
      const found = await stat(join(root, path)).catch(() => null);
      if (found === null) return null;
      if (!found.isFile()) throw new KimiError("workspace", `${path} is no file.`);
      return await readFile(join(root, path));
    },
    async edit(edits) {
      for (const edit of edits) {
        const path = join(root, edit.path);
        if (edit.kind === "delete") await rm(path);
        else {
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, edit.content);
        }
      }
    },
    async search() {
      return { matches: [], truncated: false };
    },
  };
}
