import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { lateChildProcess } from "../builtins/late-child-process.ts";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { currentOwner, formatOwner, isAlive, parseOwner } from "../disk/process-owner.ts";

/** A folder of our own for one working tree: the tree itself, staging, and what its commands need outside of it. */
export class TreePlace {
  readonly folder: string;
  /** Where a private tree goes. */
  readonly tree: string;

  /** Makes the folder below `parent`, marked as this process's. */
  constructor(parent: string) {
    this.folder = join(parent, lateCrypto().randomUUID());
    this.tree = join(this.folder, "tree");
    const owner = ownMark();
    // Until its owner stands in it, its name tells: who starts meanwhile deletes what is nobody's.
    const begun = join(parent, `${owner}${lateCrypto().randomUUID()}`);
    mkdirSync(join(begun, "tree"), { recursive: true, mode: 0o700 });
    writeFileSync(join(begun, ownerFile), owner, { mode: 0o600 });
    renameSync(begun, this.folder);
  }

  /** Names a snapshot that the tree may be brought back to, so that no collection deletes it. */
  pin(snapshotId: string): void {
    pinIn(this.folder, snapshotId);
  }

  remove(): void {
    removeStubborn(this.folder);
  }
}

/** The snapshots that the trees below `parent` may be brought back to. */
export function listPinned(parent: string): readonly string[] {
  return readdirSync(parent).flatMap((name) => readPins(join(parent, name)));
}

/** Pins a snapshot for as long as the open trees of this process below `parent` that pin one of those it was made of. */
export function pinBeside(parent: string, sources: readonly string[], snapshotId: string): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    const pins = new Set(readPins(folder));
    if (sources.some((id) => pins.has(id)) && readOwner(folder) === ownMark()) pinIn(folder, snapshotId);
  }
}

const pinsFile = "pins";

function pinIn(folder: string, snapshotId: string): void {
  appendFileSync(join(folder, pinsFile), `${snapshotId}\n`, { mode: 0o600 });
}

/** None of a tree that is gone by now: others may be closing theirs. */
function readPins(folder: string): readonly string[] {
  return (readIfThere(join(folder, pinsFile)) ?? "").split("\n").filter(Boolean);
}

const ownerFile = "owner";

/** What stands in the owner file of this process's places. */
function ownMark(): string {
  return `${formatOwner(currentOwner())}.`;
}

function readOwner(folder: string): string | null {
  return readIfThere(join(folder, ownerFile));
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!["ENOENT", "ENOTDIR"].includes(errnoOf(error) ?? "")) throw error;
    return null;
  }
}

/** Deletes the places of processes that are no more. */
export function removeAbandonedPlaces(parent: string): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    const owner = parseOwner(name);
    if ((owner !== null && isAlive(owner)) || isOwned(folder)) continue;
    try {
      removeStubborn(folder);
    } catch {
      // What cannot be deleted must keep nobody from starting; a later start tries again.
    }
  }
}

/** Deletes a folder of ours with whatever commands have left in it, folders without permissions included. */
export function removeStubborn(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Someone who is not root cannot look into such folders; chmod -R follows no links.
    lateChildProcess().spawnSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isOwned(folder: string): boolean {
  try {
    const owner = parseOwner(readOwner(folder) ?? "");
    return owner !== null && isAlive(owner);
  } catch {
    return false;
  }
}
