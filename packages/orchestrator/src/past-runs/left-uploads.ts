import type { ModelGateway, RunStore } from "@kimi/contracts";
import { endpointOf } from "../resume/find-endpoint.ts";
import type { PastRunPorts } from "./past-run-ports.ts";

/** What a run uploaded and did not delete. */
interface LeftUpload {
  readonly vectorStoreId: string;
  /** Where it was made; `null` where a log of an older version does not say. */
  readonly endpoint: string | null;
}

/** The uploads that a run's log speaks of as made, and not as deleted. */
export async function listLeftUploads(
  store: Pick<RunStore, "readEvents">,
  runId: string,
): Promise<readonly LeftUpload[]> {
  const left = new Map<string, LeftUpload>();
  let endpoint: string | null = null;
  for (const { event } of await store.readEvents(runId)) {
    endpoint = endpointOf(event)?.endpoint ?? endpoint;
    if (event.type === "upload-created")
      left.set(event.vectorStoreId, { vectorStoreId: event.vectorStoreId, endpoint });
    else if (event.type === "upload-deleted") left.delete(event.vectorStoreId);
  }
  return [...left.values()];
}

/** Why an upload is still there; `null` when it is gone. */
export async function deleteUpload(
  ports: PastRunPorts,
  models: ModelGateway | null,
  runId: string,
  { vectorStoreId, endpoint }: LeftUpload,
): Promise<string | null> {
  if (models === null) return "no endpoint is configured: set OPENAI_API_KEY and run recover again";
  // Another provider knows nothing of it: that it is not there is not to be taken for its having been deleted.
  if (endpoint !== null && endpoint !== models.endpoint)
    return `it was made at ${endpoint}: set OPENAI_BASE_URL to that, with a key for it, and run recover again`;
  try {
    await models.deleteUpload(vectorStoreId);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  await ports.store.appendEvent(runId, ports.clock.now().toISOString(), {
    type: "upload-deleted",
    vectorStoreId,
  });
  return null;
}
