import { type BigIntStats, statfsSync } from "node:fs";
import { KimiError } from "@kimi/contracts/errors";

export interface PreflightLimits {
  /** Files and folders. @default 2_000_000 */
  readonly maxEntries?: number;
  /** Bytes that stay free on the disk of the store. @default 500 MB */
  readonly reserveBytes?: number;
}

/**
 * A judgement of a tree that was never recorded, of which nothing is read before there is room for it: it may be stored
 * whole, and copied. `store` is a folder on the disk that takes both.
 */
export class Preflight {
  readonly #root: string;
  readonly #store: string;
  readonly #limits: Required<PreflightLimits>;
  #entries = 0;
  #bytes = 0;
  /** When that was first asked: what is written since is counted in the bytes. */
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
  count(stats: BigIntStats): void {
    this.#entries += 1;
    if (this.#entries > this.#limits.maxEntries) throw tooMany(this.#root, this.#limits.maxEntries);
    if (stats.isFile()) this.#bytes += Math.min(Number(stats.size), Number(stats.blocks) * 512 + 4096);
  }

  /** Says whether there is room for all that was counted so far. @throws KimiError `disk` when there is none. */
  check(): void {
    this.#freeBytes ??= freeBytesAt(this.#store);
    const neededBytes = 2 * this.#bytes + this.#limits.reserveBytes;
    if (this.#freeBytes < neededBytes)
      throw noRoom(this.#root, this.#store, { bytes: this.#bytes, neededBytes, freeBytes: this.#freeBytes });
  }
}

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
