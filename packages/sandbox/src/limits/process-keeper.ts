import type { CommandResult } from "@kimi/contracts";
import { type CgroupPowers, CommandCgroup } from "./cgroup/command-cgroup.ts";
import type { CgroupProbe } from "./cgroup/probe-cgroup.ts";
import { readMemoryFileBytes, readSharedBytes } from "./memory-files.ts";
import type { ProcessFamily } from "./process-family.ts";
import { type ProcessSample, readProportionalBytes, sampleProcesses } from "./process-table.ts";
import type { ResolvedLimits } from "./resolve-limits.ts";

export interface ProcessKeeperOptions {
  readonly family: ProcessFamily;
  readonly limits: ResolvedLimits;
  /** Where a group can be made, and what it can keep. */
  readonly cgroups: Pick<CgroupProbe, "place" | "powers">;
}

type Exceeded = Extract<CommandResult["exceeded"], "memory" | "processes">;

const rounds = 5;
const nothingKept: CgroupPowers = { memory: false, processes: false, kill: false };

/**
 * Keeps the processes of one command within memory and number. The first look moves them into a control group where
 * there is one, which keeps what it can from then on; what it cannot is counted. Short commands thereby pay nothing.
 */
export class ProcessKeeper implements Disposable {
  readonly #options: ProcessKeeperOptions;
  #group: CommandCgroup | null = null;
  /** Whether all processes are in the group, so that all later ones are too. */
  #isComplete = false;
  #isOver = false;

  constructor(options: ProcessKeeperOptions) {
    this.#options = options;
  }

  /** The limit exceeded by now. */
  async look(): Promise<Exceeded | null> {
    if (!this.#isComplete) await this.#gather();
    return this.exceededByKernel() ?? this.#count();
  }

  /** The limit that the kernel has enforced, also when that has ended the command. */
  exceededByKernel(): Exceeded | null {
    return this.#group?.exceeded() ?? null;
  }

  /** Ends what is in the group. */
  kill(): void {
    this.#group?.kill();
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#group?.[Symbol.dispose]();
  }

  /** Moves the family into the group, again and again until none was started outside meanwhile. */
  async #gather(): Promise<void> {
    const { family, limits, cgroups } = this.#options;
    if (cgroups.place === null) return;
    this.#group ??= makeGroup(cgroups.place, limits);
    const group = this.#group;
    if (group === null) return;
    for (let round = 0; round < rounds && !this.#isOver; round += 1) {
      const inside = group.members();
      const outside = family.list().filter(({ pid }) => !inside.has(pid));
      if (outside.length === 0) {
        this.#isComplete = inside.size > 0;
        return;
      }
      await Promise.allSettled(outside.map(({ pid }) => group.adopt(pid)));
    }
  }

  #count(): Exceeded | null {
    const { family, limits, cgroups } = this.#options;
    const group = this.#isComplete ? this.#group : null;
    const kept = group === null ? nothingKept : cgroups.powers;
    if (kept.memory && kept.processes) return null;
    const members = group === null ? family.list() : [...sampleProcesses(group.members()).values()];
    const tasks = members.reduce((sum, { threads }) => sum + threads, 0);
    if (!kept.processes && tasks > limits.processes) return "processes";
    return !kept.memory && this.#useMoreMemory(members) ? "memory" : null;
  }

  #useMoreMemory(members: readonly ProcessSample[]): boolean {
    const { memoryBytes } = this.#options.limits;
    const resident = members.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
    // What several have in common was counted for each: a slower look tells it apart.
    if (resident > memoryBytes && proportionalBytes(members) > memoryBytes) return true;
    // No more than the whole machine has in such files: a slower look tells how much of it is the command's.
    if (readSharedBytes() < memoryBytes - Math.min(resident, memoryBytes)) return false;
    const files = readMemoryFileBytes(members.map(({ pid }) => pid));
    return files > 0 && proportionalBytes(members) + files > memoryBytes;
  }
}

/** The kernel may allow now what it refuses then: counting goes on without. */
function makeGroup(place: string, limits: ResolvedLimits): CommandCgroup | null {
  try {
    const group = new CommandCgroup(place);
    group.limit(limits);
    return group;
  } catch {
    return null;
  }
}

function proportionalBytes(members: readonly ProcessSample[]): number {
  return members.reduce((sum, one) => sum + (readProportionalBytes(one.pid) ?? one.residentBytes), 0);
}
