import { mkdirSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { explainShellFailure, withKernelLimits } from "../../limits/limit-shell.ts";
import { fillPlaceholders } from "../fill-placeholders.ts";
import type { Isolation, IsolatedCommand, Launch } from "../isolation.ts";
import { copyGitDirectory } from "./copy-git-directory.ts";
import { OrphanGuard } from "./orphan-guard.ts";

/** Name of the variable by which the processes of an unconfined command are found, wherever they have gone. */
const markerVariable = "KIMI_AGENT_COMMAND";

/**
 * No confinement: a process group of its own, the tree at its real place, HOME and TMPDIR private and empty, the same
 * environment as elsewhere. Git sees a private copy of the repository. Commands can read and write what the user can.
 */
export function createUnconfined(): Isolation {
  const guard = new OrphanGuard();
  return {
    tier: "none",
    probe: () => Promise.resolve(null),
    prepare: (command) => Promise.resolve(prepare(command, guard)),
  };
}

function prepare(command: IsolatedCommand, guard: OrphanGuard): Launch {
  const home = join(command.scratch, "home");
  const temporary = join(command.scratch, "tmp");
  for (const folder of [home, temporary]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (command.treeRoot !== command.targetPath) copyGitDirectory(command.targetPath, command.treeRoot);
  const folders = { reports: command.reportsFolder, support: command.supportFolder };
  const { argv, env } = fillPlaceholders(command, folders);
  const [program, ...args] = withKernelLimits(argv, command.limits, { ownNamespace: false });
  const marker = randomUUID();
  guard.watch(marker);
  return {
    program,
    args,
    cwd: join(command.treeRoot, command.workingDirectory),
    env: { HOME: home, TMPDIR: temporary, ...env, [markerVariable]: marker },
    marker: `${markerVariable}=${marker}`,
    seesOutputAt: command.outputFolder,
    explainFailure: explainShellFailure,
    onStarted: (pid) => guard.started(marker, pid),
    onEnded: () => guard.release(marker),
  };
}
