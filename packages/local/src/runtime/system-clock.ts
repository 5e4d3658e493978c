import type { Clock } from "@kimi/contracts";

/** The machine's time; `now` is held back where the machine's clock is set back. */
export function createSystemClock(): Clock {
  let latest = 0;
  return {
    now() {
      latest = Math.max(latest, Date.now());
      return new Date(latest);
    },
    elapsedMs: () => performance.now(),
  };
}
