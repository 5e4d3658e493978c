import type { CommandResult } from "@kimi/contracts";
import type { CgroupProbe } from "./cgroup/probe-cgroup.ts";
import type { DiskGrowth } from "./disk-growth.ts";
import { ProcessFamily } from "./process-family.ts";
import { ProcessKeeper } from "./process-keeper.ts";
import type { ResolvedLimits } from "./resolve-limits.ts";

/** A limit that was exceeded. */
export type ExceededLimit = NonNullable<CommandResult["exceeded"]>;

export interface LimitWatch {
  readonly leader: number;
  /** See {@link ProcessFamily}. */
  readonly marker: string | null;
  readonly limits: ResolvedLimits;
  readonly growth: DiskGrowth;
  readonly cgroups: Pick<CgroupProbe, "place" | "powers">;
  /** Called once. */
  readonly onExceeded: (limit: ExceededLimit) => void;
}

/** Keeps a command's limits until disposed of. */
export interface LimitWatcher extends Disposable, Pick<ProcessKeeper, "exceededByKernel" | "kill"> {}

const firstLookMs = 20;
const everyMs = 100;
/** Of the time that passes, one part in so many at most goes into looking. */
const sparing = 25;

/** Looks at a command's processes and its tree again and again until disposed of, and tells of the first limit exceeded. */
export function watchLimits(watch: LimitWatch): LimitWatcher {
  const family = new ProcessFamily(watch.leader, watch.marker);
  const keeper = new ProcessKeeper({ ...watch, family });
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const look = async (): Promise<void> => {
    const startedMs = performance.now();
    const exceeded = await keeper.look();
    const tookMs = performance.now() - startedMs;
    const limit = exceeded ?? ((await watch.growth.exceeds(watch.limits.diskBytes)) ? "disk" : null);
    if (isOver) return;
    if (limit === null) plan(Math.max(everyMs, tookMs * sparing));
    else watch.onExceeded(limit);
  };
  const plan = (delayMs: number): void => {
    if (isOver) return;
    // A look that fails says nothing; the next one may.
    timer = setTimeout(() => void look().catch(() => plan(everyMs)), delayMs);
  };
  plan(firstLookMs);
  return {
    exceededByKernel: () => keeper.exceededByKernel(),
    kill: () => keeper.kill(),
    [Symbol.dispose]: () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      keeper[Symbol.dispose]();
    },
  };
}
