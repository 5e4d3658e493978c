import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExportRequest, FolderEntry, WorkingTree } from "@kimi/contracts";

function refuse(): never {
  throw new Error("an export only lists and reads");
}

function entryType(stats: ReturnType<typeof lstatSync>): FolderEntry["type"] {
  if (stats?.isSymbolicLink() === true) return "symlink";
  if (stats?.isDirectory() === true) return "directory";
  return stats?.isFile() === true ? "file" : "other";
}

/** Workspaces whose every snapshot is one real folder. */
export class FolderWorkspaces {
  readonly workspaces: ExportRequest["workspaces"];
  readonly opened: string[] = [];
  disposed = 0;

  constructor(root: string) {
    const tree: WorkingTree = {
      kind: "private",
      root,
      files: {
        list: async (folder) =>
          readdirSync(join(root, folder))
            .toSorted()
            .map((name) => {
              const path = folder === "" ? name : `${folder}/${name}`;
              const stats = lstatSync(join(root, path));
              return { path, type: entryType(stats), size: stats.isFile() ? stats.size : 0 };
            }),
        read: async (path) => readFileSync(join(root, path)),
        listSourceFiles: refuse,
        edit: refuse,
        search: refuse,
      },
      commands: { run: refuse },
      snapshot: refuse,
      restore: refuse,
      [Symbol.asyncDispose]: async () => {
        this.disposed += 1;
      },
    };
    this.workspaces = {
      openWorkingTree: async ({ snapshotId }) => {
        this.opened.push(snapshotId);
        return tree;
      },
    };
  }
}
