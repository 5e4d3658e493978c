import {
  appendFileSync,
  existsSync,
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
    const owner = formatOwner(currentOwner());
    // Until its owner stands in it, its name tells: who starts meanwhile deletes what is nobody's.
    const begun = join(parent, `${owner}.${lateCrypto().randomUUID()}`);
    mkdirSync(join(begun, "tree"), { recursive: true, mode: 0o700 });
    writeFileSync(join(begun, ownerFile), `${owner}.`, { mode: 0o600 });
    renameSync(begun, this.folder);
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
    const owner = parseOwner(readFileSync(join(folder, ownerFile), "utf8"));
    return owner !== null && isAlive(owner);
  } catch {
    return false;
  }
}
