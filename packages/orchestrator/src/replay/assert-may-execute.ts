import { KimiError } from "@kimi/contracts";
import type { RunRecording } from "./run-recording.ts";

/** @throws KimiError `usage` when a command that would run anew had network, or ran unconfined. */
export function assertMayExecute({ run, events, commands }: RunRecording): void {
  const isUnconfined = events.some(
    ({ event }) => event.type === "run-started" && event.sandboxTier === "none",
  );
  const risky = commands.filter(({ asked }) => isUnconfined || asked.network === "host");
  const [first] = risky;
  if (first === undefined) return;
  const more = risky.length > 1 ? ` and ${risky.length - 1} more` : "";
  throw new KimiError(
    "usage",
    `Executing run ${run.id} again runs commands that had network or ran unconfined: ${first.asked.argv.join(" ")}${more}. If that does no harm, add --rerun-commands.`,
  );
}
