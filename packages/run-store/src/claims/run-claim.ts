import type { RunClaim } from "@kimi/contracts";

/** A claim that is given back once: disposing it again does not end a later claim on the same run. */
export function runClaim(runId: string, release: () => void): RunClaim {
  let held = true;
  return {
    runId,
    async [Symbol.asyncDispose]() {
      if (!held) return;
      held = false;
      release();
    },
  };
}
