import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { explainShellFailure, withKernelLimits } from "../../limits/limit-shell.ts";
import { kimiFolderName } from "../../target/kimi-folder.ts";
import { fillPlaceholders } from "../fill-placeholders.ts";
import { findToolchains, type Toolchains } from "../find-toolchains.ts";
import { findGitDirectory } from "../git-directory.ts";
import type { IsolatedCommand, Isolation, Launch } from "../isolation.ts";
import { copyGitDirectory } from "../none/copy-git-directory.ts";
import { OrphanGuard } from "../none/orphan-guard.ts";
import { runProbe } from "../run-probe.ts";
import { seatbeltProfile } from "./seatbelt-profile.ts";

export interface SeatbeltOptions {
  /** The user's environment: PATH and HOME are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders that no command may see, our own store first of all. */
  readonly hidden: readonly string[];
  /** @default "/usr/bin/sandbox-exec" */
  readonly program?: string;
}

/**
 * Confinement by macOS itself. Paths stay what they are: the tree is seen where it is, not at the target's own path, and
 * its repository is a private copy. Read-only are the system's folders and toolchains found on PATH; nothing else of
 * the machine can be read. Processes that leave their group are not found again: macOS tells nobody of them.
 */
export function createSeatbelt({
  environment,
  hidden,
  program = "/usr/bin/sandbox-exec",
}: SeatbeltOptions): Isolation {
  let toolchains: Toolchains | null = null;
  const guard = new OrphanGuard();
  const prepare = (command: IsolatedCommand): Promise<Launch> => {
    toolchains ??= findToolchains(environment, hidden);
    return Promise.resolve(toLaunch(command, { program, toolchains, hidden, guard }));
  };
  const probe = async (): Promise<string | null> => {
    if (!existsSync(program)) return `${program} is missing: it comes with macOS`;
    const said = await runProbe(prepare, environment);
    return said === "" ? "sandbox-exec ended without saying why" : said;
  };
  return { tier: "seatbelt", prepare, probe };
}

interface Confinement {
  readonly program: string;
  readonly toolchains: Toolchains;
  readonly hidden: readonly string[];
  readonly guard: OrphanGuard;
}

function toLaunch(command: IsolatedCommand, { program, toolchains, hidden, guard }: Confinement): Launch {
  const home = join(command.scratch, "home");
  const temporary = join(command.scratch, "tmp");
  for (const folder of [home, temporary]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isInPlace = command.treeRoot === command.targetPath;
  if (!isInPlace) copyGitDirectory(command.targetPath, command.treeRoot);
  const { argv, env } = fillPlaceholders(command, {
    reports: command.reportsFolder,
    support: command.supportFolder,
  });
  const profile = seatbeltProfile({
    readable: toReal([...toolchains.folders, ...repositoryOf(command.targetPath, isInPlace)]),
    hidden: toReal([...hidden, ...toolchains.secretFiles]),
    writable: toReal([command.treeRoot, command.scratch]),
    kept: toReal([
      command.supportFolder,
      ...(command.hasOutput ? [command.outputFolder] : []),
      ...(isInPlace ? [join(command.treeRoot, ".git")] : []),
    ]),
    masked: isInPlace ? [join(realpathSync(command.treeRoot), kimiFolderName)] : [],
    network: command.network,
  });
  const name = randomUUID();
  guard.watch(name);
  return {
    program,
    args: ["-p", profile, ...withKernelLimits(argv, command.limits, { ownNamespace: false })],
    cwd: join(command.treeRoot, command.workingDirectory),
    env: {
      ...toolchains.env,
      ...(command.network === "none" ? toolchains.cacheEnv : {}),
      HOME: home,
      TMPDIR: temporary,
      ...env,
    },
    seesOutputAt: command.outputFolder,
    // Nobody is told of other processes' environment: those that leave the group are not found.
    marker: null,
    onStarted: (pid) => guard.started(name, pid),
    onEnded: () => guard.release(name),
    explainFailure: (ended) =>
      ended.stderr.startsWith("sandbox-exec: ") ? ended.stderr.trim() : explainShellFailure(ended),
  };
}

/** Where it lies: worktrees, submodules and repositories above keep theirs elsewhere. A private copy needs the objects alone. */
function repositoryOf(targetPath: string, isInPlace: boolean): readonly string[] {
  const git = findGitDirectory(targetPath);
  if (git === null) return [];
  return isInPlace ? [git.commonDir, git.gitDir, git.entry] : [join(git.commonDir, "objects")];
}

/** Each as the kernel knows it; one that is not there yet as it was given. */
function toReal(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => (existsSync(path) ? realpathSync(path) : path)))];
}
