import { statfsSync } from "node:fs";
import { KimiError } from "@kimi/contracts/errors";
import { LastFolder } from "../disk/last-folder.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";

export interface PreflightLimits {
  /** Files and folders. @default 2_000_000 */
  readonly maxEntries?: number;
  /** Bytes that stay free on the disk of the store. @default 500 MB */
  readonly reserveBytes?: number;
}

/**
 * A judgement of a tree that was never recorded, of which little is read before there is room for it: it may be stored
 * whole, and copied. `store` is a folder on the disk that takes both.
 */
export class Preflight {
  readonly #root: string;
  readonly #store: string;
  readonly #limits: Required<PreflightLimits>;
  #entries = 0;
  /** When that was first asked: what is written since is part of what is measured. */
  #freeBytes: number | null = null;

  constructor(
    root: string,
    store: string,
    { maxEntries = 2_000_000, reserveBytes = 500e6 }: PreflightLimits = {},
  ) {
    this.#root = root;
    this.#store = store;
    this.#limits = { maxEntries, reserveBytes };
  }

  /** Takes account of one more entry. @throws KimiError `target` for more entries than a project has. */
  count(): void {
    this.#entries += 1;
    if (this.#entries > this.#limits.maxEntries) throw tooMany(this.#root, this.#limits.maxEntries);
  }

  /** So much may be read before all is measured: what takes little of the room there is. */
  get allowedBytes(): number {
    this.#freeBytes ??= freeBytesAt(this.#store);
    return (this.#freeBytes - this.#limits.reserveBytes) / unmeasuredPart;
  }

  /** Says whether there is room for all of these files. @throws KimiError `disk` when there is none. */
  measure(paths: Iterable<RawPath>): void {
    let bytes = 0;
    using folders = new LastFolder(this.#root);
    for (const path of paths) {
      const stats = folders.open(parentOf(path))?.look(nameOf(path)) ?? null;
      if (stats?.isFile() === true) bytes += Math.min(stats.size, stats.blocks * 512 + 4096);
    }
    this.#freeBytes ??= freeBytesAt(this.#store);
    const neededBytes = 2 * bytes + this.#limits.reserveBytes;
    if (this.#freeBytes < neededBytes)
      throw noRoom(this.#root, this.#store, { bytes, neededBytes, freeBytes: this.#freeBytes });
  }
}

/** The share of the free room that nothing is measured for. */
const unmeasuredPart = 16;

function freeBytesAt(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

function tooMany(root: string, maxEntries: number): KimiError {
  return new KimiError(
    "target",
    `${root} holds more than ${maxEntries} files and folders: expected one project; name a folder further down`,
  );
}

function noRoom(
  root: string,
  store: string,
  {
    bytes,
    neededBytes,
    freeBytes,
  }: { readonly bytes: number; readonly neededBytes: number; readonly freeBytes: number },
): KimiError {
  return new KimiError(
    "disk",
    `${root} takes ${show(bytes)}; to keep and to copy it, ${show(neededBytes)} must be free at ${store}, and ${show(freeBytes)} are: make room (kimi-agent snapshots prune frees old snapshots) or set KIMI_AGENT_HOME to a larger disk`,
    { retryable: true },
  );
}

function show(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
