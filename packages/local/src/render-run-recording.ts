import { KimiError, type RunStore } from "@kimi/contracts";
import { renderRecording, toRecording } from "@kimi/models";
import { readCapabilities } from "./read-capabilities.ts";

/** A run's model calls as a recording: JSON Lines that replay as the same run. @throws KimiError `usage` when there is no such run. */
export async function renderRunRecording(
  store: Pick<RunStore, "readRun" | "readModelCalls" | "readArtifact">,
  runId: string,
): Promise<string> {
  const run = await store.readRun(runId);
  if (run === null) throw new KimiError("usage", `There is no run ${runId}.`);
  const capabilities = await readCapabilities(store, runId);
  const recording = toRecording(await store.readModelCalls(runId), {
    origin: "recorded",
    seed: run.config.seed,
    startedAt: run.startedAt,
    note: `${run.program}, run ${runId}`,
    ...(capabilities !== null && { capabilities }),
  });
  return renderRecording(recording);
}
