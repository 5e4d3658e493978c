import { readFileSync, readdirSync } from "node:fs";

/** One process as the kernel tells of it. */
export interface ProcessSample {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Clock ticks since boot: together with the number, a process's identity. */
  readonly startTicks: number;
  readonly threads: number;
  /** Resident memory, what is shared with others counted whole. */
  readonly residentBytes: number;
}

/** x86 and most of arm64. A larger page makes a process look smaller than it is, never larger. */
const pageBytes = 4096;

/** Processes of the machine, all of them or those asked for that are there; none where there is no `/proc`. */
export function sampleProcesses(
  pids: Iterable<number> = listProcesses(),
): ReadonlyMap<number, ProcessSample> {
  const samples = new Map<number, ProcessSample>();
  for (const pid of pids) {
    const sample = readSample(pid);
    if (sample !== null) samples.set(pid, sample);
  }
  return samples;
}

function listProcesses(): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid));
}

/** Memory that a process has of its own, and its share of what it has in common with others; `null` when that is not told. */
export function readProportionalBytes(pid: number): number | null {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}

function readSample(pid: number): ProcessSample | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name stands in parentheses and may hold anything; fields are counted from after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const field = (at: number): number => Number(fields[at] ?? 0);
    return {
      pid,
      parent: field(1),
      group: field(2),
      session: field(3),
      threads: field(17),
      startTicks: field(19),
      residentBytes: field(21) * pageBytes,
    };
  } catch {
    // Gone since it was listed.
    return null;
  }
}
