import { readFileSync, readdirSync } from "node:fs";

/** Ends a process group at once; nothing when it is gone. */
export function endGroup(leader: number): void {
  endProcess(-leader);
}

/**
 * Ends every process whose environment holds `marker`, also one that left its group and session. Linux only; repeated
 * until none is found, since one may start another meanwhile, and bounded.
 */
export function endMarked(marker: string): void {
  for (let round = 0; round < 20; round += 1) {
    const found = findMarked(marker);
    if (found.length === 0) return;
    for (const pid of found) endProcess(pid);
  }
}

function findMarked(marker: string): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(marker));
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
