import { existsSync } from "node:fs";
import { join } from "node:path";
import { KimiError } from "@kimi/contracts/errors";
import { explainShellFailure, withKernelLimits } from "../../limits/limit-shell.ts";
import { absolutePath } from "../base-environment.ts";
import { fillPlaceholders } from "../fill-placeholders.ts";
import { findProgram } from "../find-program.ts";
import { type Toolchains, findToolchains } from "../find-toolchains.ts";
import type { Isolation, IsolatedCommand, Launch } from "../isolation.ts";
import { runProbe } from "../run-probe.ts";
import { describeFailure } from "./describe-failure.ts";
import { type Furnishings, furnish } from "./furnishings.ts";
import { type Confinement, homeFolder, mountArguments, ours } from "./mount-arguments.ts";

const namespaces = "--unshare-all --die-with-parent --new-session --cap-drop ALL".split(" ");

export interface BubblewrapOptions {
  /** The user's environment: PATH and HOME are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders that no command may see, our own store first of all. */
  readonly hidden: readonly string[];
  /** Absolute folder for what takes the place of the machine's own, such as /etc; made when missing. */
  readonly store: string;
}

/**
 * Confinement by bubblewrap: namespaces of its own for everything. Writable are the tree, at the target's own path, and
 * `/tmp` with HOME in it, which is fresh, limited in size, and vanishes with the command. Read-only are the system's
 * folders, toolchains found on PATH, and the target's repository. Nothing else of the machine is there.
 */
export function createBubblewrap({ environment, hidden, store }: BubblewrapOptions): Isolation {
  const program = findProgram("bwrap", absolutePath(environment["PATH"]));
  // Before 0.7 there was no such option; the probe finds out.
  let hasSize = true;
  let toolchains: Toolchains | null = null;
  let furnishings: Furnishings | null = null;
  const prepare = (command: IsolatedCommand): Promise<Launch> => {
    if (program === null) throw new KimiError("sandbox-unavailable", describeFailure("not found"));
    toolchains ??= findToolchains(environment, hidden);
    // Another process may have found them unused for long.
    if (furnishings === null || !existsSync(furnishings.etc)) furnishings = furnish(store);
    return Promise.resolve(toLaunch(program, command, { toolchains, furnishings, hidden, hasSize }));
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

function toLaunch(program: string, command: IsolatedCommand, confinement: Confinement): Launch {
  const { toolchains, furnishings } = confinement;
  const { argv, env } = fillPlaceholders(command, { reports: `${ours}/reports`, support: `${ours}/support` });
  return {
    program,
    args: [
      ...namespaces,
      ...(command.network === "host" ? ["--share-net"] : []),
      "--info-fd",
      "3",
      ...(furnishings.filter === null ? [] : ["--seccomp", "4"]),
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
      ...(command.network === "none" ? toolchains.cacheEnv : {}),
      GIT_DISCOVERY_ACROSS_FILESYSTEM: "1",
      HOME: homeFolder,
      TMPDIR: "/tmp",
      ...env,
    },
    seesOutputAt: `${ours}/output`,
    // The namespace goes with its first process, and everything in it with the namespace.
    marker: null,
    infoDescriptor: 3,
    ...(furnishings.filter === null ? {} : { filterFile: furnishings.filter }),
    explainFailure: (ended) =>
      ended.exitCode === 1 && ended.stderr.startsWith("bwrap: ")
        ? describeFailure(ended.stderr.trim())
        : explainShellFailure(ended),
  };
}
