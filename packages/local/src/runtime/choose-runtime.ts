import { randomInt } from "node:crypto";
import type { Clock, Random, Recording } from "@kimi/contracts";
import { createReplayClock } from "./replay-clock.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { createSystemClock } from "./system-clock.ts";

/** Time and randomness of one run. */
export interface Runtime {
  readonly clock: Clock;
  readonly random: Random;
  /** What the randomness starts from; recorded, so that the run can be replayed as the same run. */
  readonly seed: number;
}

/** The largest range that `randomInt` draws from. */
const seedsEnd = 2 ** 48 - 1;

/**
 * A recording brings the seed and the start of the run it recorded, so that replaying it gives the same ids and
 * instants. A seed that is given wins over the recorded one; without either one is drawn.
 */
export function chooseRuntime(seed: number | null, recording: Recording | null): Runtime {
  const chosen = seed ?? recording?.header.seed ?? randomInt(seedsEnd);
  const startedAt = recording?.header.startedAt ?? null;
  return {
    clock: startedAt === null ? createSystemClock() : createReplayClock(new Date(startedAt)),
    random: createSeededRandom(chosen),
    seed: chosen,
  };
}
