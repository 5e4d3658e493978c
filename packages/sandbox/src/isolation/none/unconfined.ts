import { mkdirSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fillPlaceholders } from "../fill-placeholders.ts";
import type { Isolation, IsolatedCommand, Launch } from "../isolation.ts";
import { copyGitDirectory } from "./copy-git-directory.ts";

/** Name of the variable by which the processes of an unconfined command are found, wherever they have gone. */
const markerVariable = "KIMI_AGENT_COMMAND";

/**
 * No confinement: a process group of its own, the tree at its real place, HOME and TMPDIR private and empty, the same
 * environment as elsewhere. Git sees a private copy of the repository. Commands can read and write what the user can.
 */
export function createUnconfined(): Isolation {
  return { tier: "none", probe: () => Promise.resolve(null), prepare };
}

function prepare(command: IsolatedCommand): Promise<Launch> {
  const home = join(command.scratch, "home");
  const temporary = join(command.scratch, "tmp");
  for (const folder of [home, temporary]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (command.treeRoot !== command.targetPath) copyGitDirectory(command.targetPath, command.treeRoot);
  const folders = { reports: command.reportsFolder, support: command.supportFolder };
  const { argv, env } = fillPlaceholders(command, folders);
  const [program, ...args] = argv;
  const marker = randomUUID();
  return Promise.resolve({
    program,
    args,
    cwd: join(command.treeRoot, command.workingDirectory),
    env: { HOME: home, TMPDIR: temporary, ...env, [markerVariable]: marker },
    marker: `${markerVariable}=${marker}`,
    explainFailure: () => null,
  });
}
