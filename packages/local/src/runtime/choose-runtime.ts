import type { Clock, Random, Recording } from "@kimi/contracts";
import { createReplayClock } from "./replay-clock.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { createSystemClock } from "./system-clock.ts";
import { systemRandom } from "./system-random.ts";

/** Time and randomness of one run. */
export interface Runtime {
  readonly clock: Clock;
  readonly random: Random;
  /** What the randomness starts from; `null` when nothing repeatable. */
  readonly seed: number | null;
}

/**
 * A seed makes ids repeatable; a recording brings the seed and the start of the run it recorded, so that replaying it
 * gives the same ids and instants. A seed that is given wins over the recorded one.
 */
export function chooseRuntime(seed: number | null, recording: Recording | null): Runtime {
  const chosen = seed ?? recording?.header.seed ?? null;
  const startedAt = recording?.header.startedAt ?? null;
  return {
    clock: startedAt === null ? createSystemClock() : createReplayClock(new Date(startedAt)),
    random: chosen === null ? systemRandom : createSeededRandom(chosen),
    seed: chosen,
  };
}
