import type { Dirent } from "node:fs";
import { lstat, readdir, statfs } from "node:fs/promises";
import { join } from "node:path";

export interface DiskGrowthOptions {
  /** Folders that count, with all below them. */
  readonly folders: readonly string[];
  /** Paths below them that do not. */
  readonly without?: readonly string[];
  /** What was in them to begin with, in bytes on disk. */
  readonly baseBytes: number;
}

/**
 * How far folders have grown. Counting them takes long, so it is done only once as much has vanished from the free
 * space of the disk as they may still grow, whoever took it.
 */
export class DiskGrowth {
  readonly #options: DiskGrowthOptions;
  #grownBytes = 0;
  #freeBytes: number | null = null;

  constructor(options: DiskGrowthOptions) {
    this.#options = options;
  }

  /** Whether they have grown by more than that. */
  async exceeds(allowedBytes: number): Promise<boolean> {
    const free = await freeBytesAt(this.#options.folders[0] ?? "/");
    this.#freeBytes ??= free;
    if (this.#freeBytes - free < allowedBytes - this.#grownBytes) return false;
    const { folders, without = [], baseBytes } = this.#options;
    let used = 0;
    for (const folder of folders) used += await measure(folder, new Set(without));
    this.#grownBytes = used - baseBytes;
    this.#freeBytes = free;
    return this.#grownBytes > allowedBytes;
  }
}

async function freeBytesAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

async function measure(folder: string, without: ReadonlySet<string>): Promise<number> {
  let bytes = 0;
  for (const entry of await listIfThere(folder)) {
    const path = join(folder, entry.name);
    if (without.has(path)) continue;
    if (entry.isDirectory()) bytes += await measure(path, without);
    bytes += await blocksOf(path);
  }
  return bytes;
}

async function listIfThere(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or closed.
    return [];
  }
}

async function blocksOf(path: string): Promise<number> {
  try {
    return (await lstat(path)).blocks * 512;
  } catch {
    return 0;
  }
}
