import { readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

/** Files that are memory and have no name in any folder. */
const memoryFile = /^\/(?:memfd:|SYSV|dev\/zero \(deleted\))/;

/**
 * Bytes that processes hold in memory files (memfd_create(2) and its like): as long as nobody maps them they count as
 * resident in none.
 */
export function readMemoryFileBytes(pids: Iterable<number>): number {
  const files = new Map<string, number>();
  for (const pid of pids) {
    for (const descriptor of listIfThere(`/proc/${pid}/fd`)) {
      const file = readMemoryFile(join(`/proc/${pid}/fd`, descriptor));
      if (file !== null) files.set(file.id, file.bytes);
    }
  }
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes of the whole machine that lie in memory files or file systems in memory; more than any where that is not told. */
export function readSharedBytes(): number {
  try {
    const [, kibibytes] = /^Shmem:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "latin1")) ?? [];
    return kibibytes === undefined ? Number.POSITIVE_INFINITY : Number(kibibytes) * 1024;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function readMemoryFile(path: string): { readonly id: string; readonly bytes: number } | null {
  try {
    if (!memoryFile.test(readlinkSync(path))) return null;
    const { dev, ino, blocks } = statSync(path);
    return { id: `${dev} ${ino}`, bytes: blocks * 512 };
  } catch {
    // Closed since it was listed.
    return null;
  }
}

function listIfThere(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
