import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResolvedLimits } from "../resolve-limits.ts";

/** What of a group the kernel lets us use: controllers that are switched on, and ending everything in it at once. */
export interface CgroupPowers {
  readonly memory: boolean;
  readonly processes: boolean;
  readonly kill: boolean;
}

let made = 0;

/** A control group (version 2) for the processes of one command. Paths and files as in the kernel's `cgroup-v2` document. */
export class CommandCgroup implements Disposable {
  readonly #folder: string;
  readonly powers: CgroupPowers;

  /** Makes an empty group in `place`. @throws the system's error where that is not allowed. */
  constructor(place: string) {
    made += 1;
    this.#folder = join(place, `kimi-agent.${process.pid}.${made}`);
    mkdirSync(this.#folder);
    const has = (file: string): boolean => existsSync(join(this.#folder, file));
    this.powers = { memory: has("memory.max"), processes: has("pids.max"), kill: has("cgroup.kill") };
  }

  /** Sets what the kernel is to keep. All that is in the group is ended together when its memory is used up. */
  limit({ memoryBytes, processes }: Pick<ResolvedLimits, "memoryBytes" | "processes">): void {
    if (this.powers.processes) this.#write("pids.max", String(processes));
    if (!this.powers.memory) return;
    this.#write("memory.max", String(memoryBytes));
    this.#write("memory.oom.group", "1");
    // Absent without swap accounting: then swap is no way around the limit either, or cannot be kept.
    if (existsSync(join(this.#folder, "memory.swap.max"))) this.#write("memory.swap.max", "0");
  }

  /** Takes a process in, and whatever it starts from then on. The kernel may take some milliseconds. @throws the system's error when it is gone. */
  async adopt(pid: number): Promise<void> {
    await writeFile(join(this.#folder, "cgroup.procs"), String(pid), { flag: "r+" });
  }

  /** Numbers of the processes in it; none once it is removed. */
  members(): ReadonlySet<number> {
    const pids = this.#read("cgroup.procs").split("\n").filter(Boolean);
    return new Set(pids.map(Number));
  }

  /** What it uses now, as far as the kernel counts: 0 for what it does not. */
  usage(): { readonly memoryBytes: number; readonly processes: number } {
    return {
      memoryBytes: Number(this.#read("memory.current")),
      processes: Number(this.#read("pids.current")),
    };
  }

  /** The limit that the kernel has enforced since the group was made. */
  exceeded(): "memory" | "processes" | null {
    if (this.powers.memory && this.#count("memory.events", "oom_kill") > 0) return "memory";
    return this.powers.processes && this.#count("pids.events", "max") > 0 ? "processes" : null;
  }

  /** Ends everything in it at once, also what is being started right now. */
  kill(): void {
    if (!this.powers.kill) return;
    try {
      this.#write("cgroup.kill", "1");
    } catch {
      // Removed already.
    }
  }

  /** Removes the group; what still runs in it keeps it. */
  [Symbol.dispose](): void {
    try {
      rmdirSync(this.#folder);
    } catch {
      // Something is in it still. Whoever probes after we are gone removes it.
    }
  }

  #count(file: string, name: string): number {
    return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(this.#read(file))?.[1] ?? 0);
  }

  #read(file: string): string {
    try {
      return readFileSync(join(this.#folder, file), "latin1");
    } catch {
      return "";
    }
  }

  #write(file: string, value: string): void {
    writeFileSync(join(this.#folder, file), value);
  }
}
