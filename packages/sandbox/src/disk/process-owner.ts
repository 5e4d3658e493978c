import { readFileSync } from "node:fs";
import { errnoOf } from "./errno-of.ts";

/** A process as something on disk names its owner. */
export interface ProcessOwner {
  readonly pid: number;
  /** Start time in clock ticks since boot, so that a number used again is not taken for the same; `null` off Linux. */
  readonly startTicks: string | null;
  /** Boot the ticks count from; `null` off Linux. */
  readonly bootId: string | null;
}

let self: ProcessOwner | null = null;

/** This process. Asked for at every use of the store, and the same each time: read once. */
export function currentOwner(): ProcessOwner {
  self ??= { pid: process.pid, startTicks: startTicksOf(process.pid), bootId: readBootId() };
  return self;
}

/** An owner as part of a file's name: pid, start and boot, with dots between. */
export function formatOwner({ pid, startTicks, bootId }: ProcessOwner): string {
  return [pid, startTicks ?? "", bootId ?? ""].join(".");
}

/** The owner in a name that begins with what {@link formatOwner} gives; `null` for any other. */
export function parseOwner(name: string): ProcessOwner | null {
  const [pid, startTicks, bootId, rest] = name.split(".");
  if (rest === undefined || !/^[1-9]\d*$/.test(pid ?? "")) return null;
  return { pid: Number(pid), startTicks: startTicks || null, bootId: bootId || null };
}

/** Whether the process that `owner` names still runs. */
export function isAlive(owner: ProcessOwner): boolean {
  return (
    owner.bootId === readBootId() && isRunning(owner.pid) && startTicksOf(owner.pid) === owner.startTicks
  );
}

/** Whether there is a process of this number, ours or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === "EPERM";
  }
}

function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name stands in parentheses and may hold anything; field 22 is counted from after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function readBootId(): string | null {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return null;
  }
}
