import { modelCapabilitiesSchema, type ModelCapabilities, type RunStore } from "@kimi/contracts";
import { capabilitiesArtifactName } from "@kimi/orchestrator";

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
