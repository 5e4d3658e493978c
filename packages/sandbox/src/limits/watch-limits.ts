import type { CommandResult } from "@kimi/contracts";
import type { DiskGrowth } from "./disk-growth.ts";
import { ProcessFamily } from "./process-family.ts";
import { readProportionalBytes } from "./process-table.ts";
import type { ResolvedLimits } from "./resolve-limits.ts";

/** A limit that was exceeded. */
export type ExceededLimit = NonNullable<CommandResult["exceeded"]>;

export interface LimitWatch {
  readonly leader: number;
  /** See {@link ProcessFamily}. */
  readonly marker: string | null;
  readonly limits: ResolvedLimits;
  readonly growth: DiskGrowth;
  /** Called once. */
  readonly onExceeded: (limit: ExceededLimit) => void;
}

const firstLookMs = 20;
const everyMs = 100;
/** Of the time that passes, one part in so many at most goes into looking. */
const sparing = 25;

/** Looks at a command's processes and its tree again and again until disposed of, and tells of the first limit exceeded. */
export function watchLimits(watch: LimitWatch): Disposable {
  const family = new ProcessFamily(watch.leader, watch.marker);
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const look = async (): Promise<void> => {
    const startedMs = performance.now();
    const exceeded = exceededByProcesses(family, watch.limits);
    const tookMs = performance.now() - startedMs;
    const limit = exceeded ?? ((await watch.growth.exceeds(watch.limits.diskBytes)) ? "disk" : null);
    if (isOver) return;
    if (limit === null) plan(Math.max(everyMs, tookMs * sparing));
    else watch.onExceeded(limit);
  };
  const plan = (delayMs: number): void => {
    // A look that fails says nothing; the next one may.
    timer = setTimeout(() => void look().catch(() => plan(everyMs)), delayMs);
  };
  plan(firstLookMs);
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function exceededByProcesses(family: ProcessFamily, limits: ResolvedLimits): ExceededLimit | null {
  const members = family.list();
  const tasks = members.reduce((sum, { threads }) => sum + threads, 0);
  if (tasks > limits.processes) return "processes";
  const resident = members.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  if (resident <= limits.memoryBytes) return null;
  // What several have in common was counted for each: a slower look tells it apart.
  const exact = members.reduce((sum, one) => sum + (readProportionalBytes(one.pid) ?? one.residentBytes), 0);
  return exact > limits.memoryBytes ? "memory" : null;
}
