import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { findGitDirectory } from "../git-directory.ts";

const leftToTheOriginal = new Set(["objects", "worktrees", "modules", "hooks"]);

/**
 * Gives a private tree a repository of its own: refs, index and configuration are copied, objects are read from the
 * original as alternates. Whatever a command commits or configures stays in the copy. Does nothing when the target has
 * no repository of its own, or the copy is there. Hooks do not come along.
 */
export function copyGitDirectory(targetPath: string, treeRoot: string): void {
  const own = join(treeRoot, ".git");
  const git = findGitDirectory(targetPath);
  if (git === null || dirname(git.entry) !== targetPath || existsSync(own)) return;
  for (const source of new Set([git.commonDir, git.gitDir])) {
    cpSync(source, own, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => dirname(path) !== source || !leftToTheOriginal.has(basename(path)),
    });
  }
  mkdirSync(join(own, "objects", "info"), { recursive: true });
  writeFileSync(join(own, "objects", "info", "alternates"), `${join(git.commonDir, "objects")}\n`);
  // A submodule's configuration names the tree it belongs to. Exits with 5 where it does not.
  spawnSync("git", ["config", "--file", join(own, "config"), "--unset", "core.worktree"]);
}
