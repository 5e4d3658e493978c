import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KimiError } from "@kimi/contracts";
import { runProcess } from "../../commands/run-process.ts";
import { kimiFolderName, openKimiFolder } from "../../target/kimi-folder.ts";
import { absolutePath } from "../base-environment.ts";
import { fillPlaceholders } from "../fill-placeholders.ts";
import { findProgram } from "../find-program.ts";
import { type Toolchains, findToolchains, isWithin, systemFolders } from "../find-toolchains.ts";
import { findGitDirectory } from "../git-directory.ts";
import type { Isolation, IsolatedCommand, Launch } from "../isolation.ts";
import { describeFailure } from "./describe-failure.ts";
import { systemArguments } from "./system-arguments.ts";

export interface BubblewrapOptions {
  /** The user's environment: PATH and HOME are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders that no command may see, our own store first of all. */
  readonly hidden: readonly string[];
}

const ours = "/run/kimi_agent";
const namespaces = "--unshare-all --die-with-parent --new-session --cap-drop ALL".split(" ");

/**
 * Confinement by bubblewrap: namespaces of its own for everything. Writable are the tree, at the target's own path, and
 * `/tmp`, `/run` and HOME, which are fresh and vanish with the command. Read-only are the system's folders,
 * toolchains found on PATH, and the target's repository. Nothing else of the machine is there.
 */
export function createBubblewrap(options: BubblewrapOptions): Isolation {
  const { environment, hidden } = options;
  const program = findProgram("bwrap", absolutePath(environment["PATH"]));
  let toolchains: Toolchains | null = null;
  const prepare = (command: IsolatedCommand): Promise<Launch> => {
    if (program === null) throw new KimiError("sandbox-unavailable", describeFailure("not found"));
    toolchains ??= findToolchains(environment, hidden);
    return Promise.resolve(toLaunch(command, { program, toolchains, hidden }));
  };
  return {
    tier: "bubblewrap",
    prepare,
    probe: () =>
      program === null ? Promise.resolve(describeFailure("not found")) : runProbe(prepare, environment),
  };
}

interface Confinement {
  readonly program: string;
  readonly toolchains: Toolchains;
  readonly hidden: readonly string[];
}

function toLaunch(command: IsolatedCommand, { program, toolchains, hidden }: Confinement): Launch {
  const { argv, env } = fillPlaceholders(command, { reports: `${ours}/reports`, support: `${ours}/support` });
  const visible = toolchains.folders.filter((folder) => !isWithin(folder, command.targetPath));
  const masked = hidden.filter((path) =>
    [...systemFolders, ...visible].some((folder) => isWithin(path, folder)),
  );
  return {
    program,
    args: [
      ...(command.network === "host" ? [...namespaces, "--share-net"] : namespaces),
      ...systemArguments(),
      ...visible.flatMap((folder) => ["--ro-bind", folder, folder]),
      ...masked.flatMap((path) => ["--tmpfs", path]),
      "--dir",
      `${ours}/home`,
      "--bind",
      command.reportsFolder,
      `${ours}/reports`,
      "--ro-bind",
      command.supportFolder,
      `${ours}/support`,
      ...treeArguments(command),
      "--remount-ro",
      "/",
      "--chdir",
      join(command.targetPath, command.workingDirectory),
      "--",
      ...argv,
    ],
    cwd: "/",
    // The tree is a mount of its own, and git looks for a repository above it only when told to.
    env: {
      ...toolchains.env,
      GIT_DISCOVERY_ACROSS_FILESYSTEM: "1",
      HOME: `${ours}/home`,
      TMPDIR: "/tmp",
      ...env,
    },
    // The namespace goes with its first process, and everything in it with the namespace.
    marker: null,
    explainFailure: ({ exitCode, stderr }) =>
      exitCode === 1 && stderr.startsWith("bwrap: ") ? describeFailure(stderr.trim()) : null,
  };
}

/** The tree at the target's path; its repository as it is, and read-only; our own folder empty. */
function treeArguments({ treeRoot, targetPath }: IsolatedCommand): readonly string[] {
  const git = findGitDirectory(targetPath);
  const repository = git === null ? [] : [...new Set([git.commonDir, git.gitDir, git.entry])];
  const isInPlace = treeRoot === targetPath;
  if (isInPlace) openKimiFolder(targetPath)[Symbol.dispose]();
  return [
    "--bind",
    treeRoot,
    targetPath,
    ...repository.flatMap((path) => ["--ro-bind", path, path]),
    ...(isInPlace ? ["--tmpfs", join(targetPath, kimiFolderName)] : []),
  ];
}

async function runProbe(
  prepare: Isolation["prepare"],
  environment: BubblewrapOptions["environment"],
): Promise<string | null> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "kimi-probe-")));
  try {
    const [treeRoot, supportFolder, reportsFolder] = ["tree", "support", "reports"].map((name) =>
      join(scratch, name),
    );
    if (treeRoot === undefined || supportFolder === undefined || reportsFolder === undefined) return null;
    for (const folder of [treeRoot, supportFolder, reportsFolder]) mkdirSync(folder);
    const launch = await prepare({
      argv: ["/bin/sh", "-c", "echo probe > {reports}/probe && echo works"],
      treeRoot,
      targetPath: join(scratch, "target"),
      workingDirectory: "",
      env: { PATH: absolutePath(environment["PATH"]) },
      network: "none",
      scratch,
      supportFolder,
      reportsFolder,
    });
    const { stdout, stderr } = await runProcess(launch, { timeoutMs: 10_000, maxOutputBytes: 4_096 });
    return stdout.text === "works\n" ? null : describeFailure(stderr.text.trim());
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
