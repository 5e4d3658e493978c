import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

/** Where a folder's repository is. Paths are absolute and real. */
export interface GitDirectory {
  /** The `.git` entry itself, which may be a file or a folder. */
  readonly entry: string;
  readonly isFile: boolean;
  /** HEAD and index. */
  readonly gitDir: string;
  /** Objects and refs: the same, but for a worktree. */
  readonly commonDir: string;
}

/**
 * The repository of a target, or of the nearest folder above it; `null` when there is none that can be trusted. What a
 * `.git` file names counts only when it names us back or lies in a repository above: a cloned project must not
 * make any folder of the machine visible by calling it its repository.
 */
export function findGitDirectory(targetPath: string): GitDirectory | null {
  for (let folder = targetPath; ; folder = dirname(folder)) {
    const entry = join(folder, ".git");
    const stats = statSync(entry, { throwIfNoEntry: false });
    if (stats !== undefined) return stats.isDirectory() ? fromFolder(entry) : fromFile(entry, folder);
    if (folder === dirname(folder)) return null;
  }
}

function fromFolder(entry: string): GitDirectory | null {
  const gitDir = realpathSync(entry);
  // A link to some other folder is no repository of this target.
  return gitDir === entry && isRepository(gitDir)
    ? { entry, isFile: false, gitDir, commonDir: gitDir }
    : null;
}

function fromFile(entry: string, folder: string): GitDirectory | null {
  try {
    const named = /^gitdir: (.+?)\n?$/.exec(readFileSync(entry, "utf8"))?.[1];
    if (named === undefined || realpathSync(entry) !== entry) return null;
    const gitDir = realpathSync(resolve(folder, named));
    const common = readIfThere(join(gitDir, "commondir"));
    const commonDir = common === null ? gitDir : realpathSync(resolve(gitDir, common));
    const namesBack = readIfThere(join(gitDir, "gitdir")) === entry && gitDir.startsWith(commonDir + sep);
    const isTrusted = namesBack || isModuleOfAncestor(gitDir, folder);
    return isTrusted && isRepository(commonDir) ? { entry, isFile: true, gitDir, commonDir } : null;
  } catch {
    return null;
  }
}

function isModuleOfAncestor(gitDir: string, folder: string): boolean {
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (gitDir.startsWith(join(above, ".git", "modules") + sep)) return true;
    if (above === dirname(above)) return false;
  }
}

function isRepository(folder: string): boolean {
  return ["HEAD", "objects", "refs"].every((name) => statSync(join(folder, name), { throwIfNoEntry: false }));
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null;
  }
}
