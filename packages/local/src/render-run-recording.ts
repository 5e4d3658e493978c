import { KimiError, modelCapabilitiesSchema, type ModelCapabilities, type RunStore } from "@kimi/contracts";
import { renderRecording, toRecording } from "@kimi/models";
import { capabilitiesArtifactName } from "@kimi/orchestrator";

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

/** What the endpoint of a run offered; `null` when that was not recorded. */
export async function readCapabilities(
  store: Pick<RunStore, "readArtifact">,
  runId: string,
): Promise<ModelCapabilities | null> {
  const content = await store.readArtifact(runId, capabilitiesArtifactName);
  return content === null
    ? null
    : modelCapabilitiesSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}
