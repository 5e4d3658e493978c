import type { FolderEntry } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { FolderHandle } from "../disk/folder-handle.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { runRipgrep } from "./ripgrep.ts";

/** Every file of the tree at or below `folder` that git would not ignore, in byte order. */
export async function listSourceFiles(root: string, folder: RawPath): Promise<readonly FolderEntry[]> {
  const paths: RawPath[] = [];
  const { exitCode, stderr } = await runRipgrep(root, ["--files", "--null"], {
    separator: 0,
    onRecord: (record) => {
      const path = record.toString("latin1").replace(/^\.\//, "");
      if (folder === "" || path.startsWith(`${folder}/`)) paths.push(path);
      return true;
    },
  });
  // 1: there are none. 2: some could not be looked at, and the others are listed.
  if (exitCode === null || exitCode > 2)
    throw new KimiError("workspace", `ripgrep could not list the files: ${stderr.trim()}`);
  return paths.toSorted().flatMap((path) => {
    const size = sizeOf(root, path);
    return size === null ? [] : [{ path: toShownPath(path), type: "file" as const, size }];
  });
}

function sizeOf(root: string, path: RawPath): number | null {
  try {
    using parent = FolderHandle.openBelow(root, parentOf(path));
    const stats = parent.stat(nameOf(path));
    return stats === null ? null : Number(stats.size);
  } catch {
    // Gone, or replaced by a link, since ripgrep saw it.
    return null;
  }
}
