import type { Clock } from "@kimi/contracts";

/** Recorded instants start at `startedAt` and advance a millisecond each time they are asked for; limits stay real. */
export function createReplayClock(startedAt: Date): Clock {
  let next = startedAt.getTime();
  return {
    now: () => new Date(next++),
    elapsedMs: () => performance.now(),
  };
}
