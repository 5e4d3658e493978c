import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { currentOwner, formatOwner, isAlive, parseOwner } from "../disk/process-owner.ts";

/** A folder of our own for one working tree: the tree itself, staging, and what its commands need outside of it. */
export class TreePlace {
  readonly folder: string;
  /** Where a private tree goes. */
  readonly tree: string;

  /** Makes the folder below `parent`, marked as this process's. */
  constructor(parent: string) {
    this.folder = join(parent, randomUUID());
    this.tree = join(this.folder, "tree");
    mkdirSync(this.tree, { recursive: true, mode: 0o700 });
    writeFileSync(join(this.folder, ownerFile), `${formatOwner(currentOwner())}.`, { mode: 0o600 });
  }

  /** Names a snapshot that the tree may be brought back to, so that no collection deletes it. */
  pin(snapshotId: string): void {
    appendFileSync(join(this.folder, pinsFile), `${snapshotId}\n`, { mode: 0o600 });
  }

  remove(): void {
    removeStubborn(this.folder);
  }
}

/** The snapshots that the trees below `parent` may be brought back to. */
export function listPinned(parent: string): readonly string[] {
  const files = readdirSync(parent).map((name) => join(parent, name, pinsFile));
  return files
    .flatMap((file) => (existsSync(file) ? readFileSync(file, "utf8").split("\n") : []))
    .filter(Boolean);
}

const pinsFile = "pins";

const ownerFile = "owner";

/** Deletes the places of processes that are no more. */
export function removeAbandonedPlaces(parent: string): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (!isOwned(folder)) removeStubborn(folder);
  }
}

/** Deletes a folder of ours with whatever commands have left in it, folders without permissions included. */
export function removeStubborn(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Someone who is not root cannot look into such folders; chmod -R follows no links.
    spawnSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isOwned(folder: string): boolean {
  try {
    const owner = parseOwner(readFileSync(join(folder, ownerFile), "utf8"));
    return owner !== null && isAlive(owner);
  } catch {
    return false;
  }
}
