import { join } from "node:path";
import { KimiError } from "@kimi/contracts/errors";
import { explainShellFailure, withKernelLimits } from "../../limits/limit-shell.ts";
import type { ResolvedLimits } from "../../limits/resolve-limits.ts";
import { kimiFolderName, openKimiFolder } from "../../target/kimi-folder.ts";
import { absolutePath } from "../base-environment.ts";
import { fillPlaceholders } from "../fill-placeholders.ts";
import { findProgram } from "../find-program.ts";
import { type Toolchains, findToolchains, isWithin, systemFolders } from "../find-toolchains.ts";
import { findGitDirectory } from "../git-directory.ts";
import type { Isolation, IsolatedCommand, Launch } from "../isolation.ts";
import { copyEtc } from "./copy-etc.ts";
import { describeFailure } from "./describe-failure.ts";
import { runProbe } from "./run-probe.ts";
import { systemArguments } from "./system-arguments.ts";

export interface BubblewrapOptions {
  /** The user's environment: PATH and HOME are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders that no command may see, our own store first of all. */
  readonly hidden: readonly string[];
  /** Absolute folder for what commands see as /etc; made when missing. */
  readonly etcStore: string;
}

const ours = "/run/kimi_agent";
const homeFolder = "/tmp/.kimi_agent-home";
const namespaces = "--unshare-all --die-with-parent --new-session --cap-drop ALL".split(" ");

/**
 * Confinement by bubblewrap: namespaces of its own for everything. Writable are the tree, at the target's own path, and
 * `/tmp` with HOME in it, which is fresh, limited in size, and vanishes with the command. Read-only are the system's
 * folders, toolchains found on PATH, and the target's repository. Nothing else of the machine is there.
 */
export function createBubblewrap({ environment, hidden, etcStore }: BubblewrapOptions): Isolation {
  const program = findProgram("bwrap", absolutePath(environment["PATH"]));
  // Before 0.7 there was no such option; the probe finds out.
  let hasSize = true;
  let found: Pick<Confinement, "toolchains" | "etc"> | null = null;
  const prepare = (command: IsolatedCommand): Promise<Launch> => {
    if (program === null) throw new KimiError("sandbox-unavailable", describeFailure("not found"));
    found ??= { toolchains: findToolchains(environment, hidden), etc: copyEtc(etcStore) };
    return Promise.resolve(toLaunch(command, { program, hidden, hasSize, ...found }));
  };
  const probe = async (): Promise<string | null> => {
    if (program === null) return describeFailure("not found");
    const said = await runProbe(prepare, environment);
    if (said === null || !hasSize || !said.includes("--size"))
      return said === null ? null : describeFailure(said);
    hasSize = false;
    return probe();
  };
  return { tier: "bubblewrap", prepare, probe };
}

interface Confinement {
  readonly program: string;
  readonly toolchains: Toolchains;
  readonly hidden: readonly string[];
  /** What is seen as /etc. */
  readonly etc: string;
  /** Whether temporary folders can be limited. */
  readonly hasSize: boolean;
}

function toLaunch(command: IsolatedCommand, confinement: Confinement): Launch {
  const { program, toolchains } = confinement;
  const { argv, env } = fillPlaceholders(command, { reports: `${ours}/reports`, support: `${ours}/support` });
  return {
    program,
    args: [
      ...mountArguments(command, confinement),
      "--chdir",
      join(command.targetPath, command.workingDirectory),
      "--",
      ...withKernelLimits(argv, command.limits, { ownNamespace: true }),
    ],
    cwd: "/",
    // The tree is a mount of its own, and git looks for a repository above it only when told to.
    env: {
      ...toolchains.env,
      GIT_DISCOVERY_ACROSS_FILESYSTEM: "1",
      HOME: homeFolder,
      TMPDIR: "/tmp",
      ...env,
    },
    seesOutputAt: `${ours}/output`,
    // The namespace goes with its first process, and everything in it with the namespace.
    marker: null,
    infoDescriptor: 3,
    explainFailure: (ended) =>
      ended.exitCode === 1 && ended.stderr.startsWith("bwrap: ")
        ? describeFailure(ended.stderr.trim())
        : explainShellFailure(ended),
  };
}

function mountArguments(
  command: IsolatedCommand,
  { toolchains, hidden, etc, hasSize }: Confinement,
): readonly string[] {
  const visible = toolchains.folders.filter((folder) => !isWithin(folder, command.targetPath));
  const masked = hidden.filter((path) =>
    [...systemFolders, ...visible].some((folder) => isWithin(path, folder)),
  );
  const resolver = "/etc/resolv.conf";
  return [
    ...namespaces,
    "--info-fd",
    "3",
    ...(command.network === "host" ? ["--share-net"] : []),
    ...systemArguments({ etc, temporaryBytes: hasSize ? temporaryBytes(command.limits) : null }),
    // It changes while we run, when the machine moves to another network.
    ...(command.network === "host" ? ["--ro-bind-try", resolver, resolver] : []),
    ...visible.flatMap((folder) => ["--ro-bind", folder, folder]),
    ...masked.flatMap((path) => ["--tmpfs", path]),
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
