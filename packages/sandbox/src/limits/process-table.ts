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

/** All processes of the machine; none where there is no `/proc`. */
export function sampleProcesses(): ReadonlyMap<number, ProcessSample> {
  const samples = new Map<number, ProcessSample>();
  if (process.platform !== "linux") return samples;
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const sample = Number.isInteger(pid) ? readSample(pid) : null;
    if (sample !== null) samples.set(pid, sample);
  }
  return samples;
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
