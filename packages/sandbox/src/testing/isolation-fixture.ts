import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandRunner } from "@kimi/contracts";
import { TreeCommands } from "../commands/tree-commands.ts";
import type { Isolation } from "../isolation/isolation.ts";
import { TreePlace } from "../tree/tree-place.ts";

/** Makes the tier under test; `environment` stands in for the user's. */
export type CreateIsolation = (environment: Readonly<Record<string, string | undefined>>) => Isolation;

/** A private tree, the user's folder it stands for, and commands in it. */
export interface IsolationFixture {
  readonly tree: string;
  readonly target: string;
  readonly scratch: string;
  readonly commands: CommandRunner;
}

/** Runs `act` with a fresh fixture, which is deleted afterwards. */
export async function withIsolationFixture(
  create: CreateIsolation,
  act: (fixture: IsolationFixture) => Promise<void>,
): Promise<void> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "kimi-isolation-")));
  try {
    await act(makeFixture(scratch, create));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The arguments that run a script. */
export function shell(script: string): readonly [string, ...string[]] {
  return ["/bin/sh", "-c", script];
}

function makeFixture(scratch: string, create: CreateIsolation): IsolationFixture {
  const [target, places] = [join(scratch, "user/target"), join(scratch, "places")];
  mkdirSync(target, { recursive: true });
  const place = new TreePlace(places);
  mkdirSync(join(place.tree, "sub/folder"), { recursive: true });
  writeFileSync(join(place.tree, "here.txt"), "from the tree\n");
  writeFileSync(join(target, "here.txt"), "from the user's folder\n");
  const environment = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    LC_ALL: "C",
    PLANTED_SECRET: "secret",
  };
  const isolation = create(environment);
  // The suite is about tiers alone.
  const powers = { memory: false, processes: false, kill: false };
  const cgroups = { place: null, powers, missing: null };
  const commands = new TreeCommands({
    root: place.tree,
    targetPath: target,
    place,
    environment,
    tier: () => Promise.resolve({ isolation, cgroups }),
    baseBytes: 0,
  });
  return { tree: place.tree, target, scratch, commands };
}
