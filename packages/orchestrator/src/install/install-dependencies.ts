import { KimiError } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { installCommand } from "./install-command.ts";
import { manifestNames, readDependencies } from "./read-dependencies.ts";

/**
 * Installs what changed manifests now ask for, when the user allowed it; otherwise names what is missing.
 * The only step of a run whose command has network.
 */
export async function installDependencies(session: RunSession): Promise<void> {
  const added = await findAddedDependencies(session);
  if (added.length === 0) return;
  session.recorder.emit({
    type: "install-needed",
    manifests: added.map((one) => one.manifest),
    packages: added.flatMap((one) => one.packages),
    allowed: session.config.allowInstall,
  });
  if (!session.config.allowInstall) return;
  for (const { manifest } of added) await install(session, manifest);
}

/** A changed manifest and the dependencies it names that it did not name at the baseline. */
export interface AddedDependencies {
  readonly manifest: string;
  readonly packages: readonly string[];
}

/** Dependencies that the run's changes to manifests add, in path order. */
export async function findAddedDependencies(session: RunSession): Promise<readonly AddedDependencies[]> {
  const { tree, baseline } = session.ground;
  const present = await tree.snapshot();
  const { changes } = await session.ports.workspaces.changeSet(baseline.id, present.id);
  const found: AddedDependencies[] = [];
  for (const change of changes) {
    const name = change.path.slice(change.path.lastIndexOf("/") + 1);
    if (!manifestNames.has(name) || change.after === null || change.path.includes("node_modules/")) continue;
    const before = await session.ports.workspaces.readFile(baseline.id, change.path);
    const after = await tree.files.read(change.path);
    const known = readDependencies(name, Buffer.from(before ?? []).toString("utf8"));
    const packages = [...readDependencies(name, Buffer.from(after ?? []).toString("utf8"))].filter(
      (one) => !known.has(one),
    );
    if (packages.length > 0) found.push({ manifest: change.path, packages });
  }
  return found;
}

async function install(session: RunSession, manifest: string): Promise<void> {
  const { tree } = session.ground;
  const parent = manifest.includes("/") ? manifest.slice(0, manifest.lastIndexOf("/")) : "";
  const siblings = await tree.files.list(parent);
  const command = installCommand(
    manifest,
    new Set(siblings.map((entry) => entry.path.slice(parent === "" ? 0 : parent.length + 1))),
  );
  const result = await tree.commands.run({
    argv: command.argv,
    workingDirectory: command.workingDirectory,
    network: "host",
    timeoutMs: 600_000,
    signal: session.signal,
  });
  const { exitCode, timedOut, durationMs, tier } = result;
  const shown = command.argv.join(" ");
  session.recorder.emit({
    type: "command-finished",
    purpose: "install",
    command: shown,
    exitCode,
    timedOut,
    durationMs,
    tier,
  });
  if (exitCode !== 0) {
    const output = (result.stderr.text || result.stdout.text).slice(-2_000);
    throw new KimiError(
      "workspace",
      `Installing what ${manifest} asks for failed: "${shown}" ended with ${exitCode ?? result.signal}.\n${output}`,
      {
        retryable: true,
      },
    );
  }
  session.installedFolders.add(command.folder);
}
