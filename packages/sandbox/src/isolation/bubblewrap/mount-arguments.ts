import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResolvedLimits } from "../../limits/resolve-limits.ts";
import { kimiFolderName, openKimiFolder } from "../../target/kimi-folder.ts";
import { type Toolchains, isWithin, systemFolders } from "../find-toolchains.ts";
import { type GitDirectory, findGitDirectory } from "../git-directory.ts";
import type { IsolatedCommand } from "../isolation.ts";
import { withholdCredentials } from "../withhold-credentials.ts";
import type { Furnishings } from "./furnishings.ts";
import { FolderHandle } from "../../disk/folder-handle.ts";
import { systemArguments } from "./system-arguments.ts";

/** What is the same for all commands of a tier. */
export interface Confinement {
  readonly toolchains: Toolchains;
  readonly furnishings: Furnishings;
  /** Folders that no command may see. */
  readonly hidden: readonly string[];
  /** Whether temporary folders can be limited. */
  readonly hasSize: boolean;
}

/** Where commands see what is neither theirs nor the machine's. */
export const ours = "/run/kimi_agent";
/** HOME. */
export const homeFolder = "/tmp/.kimi_agent-home";

/** Arguments that make the whole of what a command sees. */
export function mountArguments(
  command: IsolatedCommand,
  { toolchains, hidden, furnishings, hasSize }: Confinement,
): readonly string[] {
  const visible = toolchains.folders.filter((folder) => !isWithin(folder, command.targetPath));
  const masked = hidden.filter((path) =>
    [...systemFolders, ...visible].some((folder) => isWithin(path, folder)),
  );
  const resolver = "/etc/resolv.conf";
  return [
    ...systemArguments({ furnishings, temporaryBytes: hasSize ? temporaryBytes(command.limits) : null }),
    // It changes while we run, when the machine moves to another network.
    ...(command.network === "host" ? ["--ro-bind-try", resolver, resolver] : []),
    ...visible.flatMap((folder) => ["--ro-bind", folder, folder]),
    ...masked.flatMap((path) => ["--tmpfs", path]),
    ...toolchains.secretFiles.flatMap((path) => ["--ro-bind", furnishings.emptyFile, path]),
    "--dir",
    homeFolder,
    "--bind",
    command.reportsFolder,
    `${ours}/reports`,
    "--ro-bind",
    command.supportFolder,
    `${ours}/support`,
    ...(command.hasOutput ? ["--ro-bind", command.outputFolder, `${ours}/output`] : []),
    ...treeArguments(command),
    "--remount-ro",
    "/",
  ];
}

/** What lies in there is memory: with what the processes may have, no more than the machine has by default. */
function temporaryBytes({ memoryBytes, diskBytes }: ResolvedLimits): number {
  return Math.max(1, Math.min(diskBytes, Math.floor(memoryBytes / 3)));
}

/** The tree at the target's path; its repository as it is, and read-only; our own folder empty. */
function treeArguments({ treeRoot, targetPath, scratch }: IsolatedCommand): readonly string[] {
  const git = findGitDirectory(targetPath);
  const repository = git === null ? [] : [...new Set([git.commonDir, git.gitDir, git.entry])];
  const isInPlace = treeRoot === targetPath;
  if (isInPlace) makeKimiFolder(targetPath);
  return [
    "--bind",
    treeRoot,
    targetPath,
    ...repository.flatMap((path) => ["--ro-bind", path, path]),
    ...(git === null ? [] : configArguments(git, scratch)),
    ...(isInPlace ? ["--tmpfs", join(targetPath, kimiFolderName)] : []),
  ];
}

/** So that there is something to hide. */
function makeKimiFolder(targetPath: string): void {
  using target = FolderHandle.openReal(targetPath);
  openKimiFolder(target)[Symbol.dispose]();
}

/** Actions that check projects out, and people in a hurry, leave tokens in a repository's configuration. */
function configArguments({ commonDir, gitDir }: GitDirectory, scratch: string): readonly string[] {
  const files = [join(commonDir, "config"), join(gitDir, "config.worktree")];
  return files.flatMap((path, at) => {
    const config = readIfPossible(path);
    const shown = withholdCredentials(config);
    if (shown === config) return [];
    const copy = join(scratch, `git-config-${at}`);
    writeFileSync(copy, shown, { mode: 0o400 });
    return ["--ro-bind", copy, path];
  });
}

/** What we cannot read, commands cannot either. */
function readIfPossible(path: string): string {
  try {
    // Most are not there, and an error for each would take longer than all the rest.
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}
