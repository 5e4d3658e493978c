import { KimiError } from "@kimi/contracts";
import type { SearchEndpoint } from "./search-endpoint.ts";

const pollMs = 1_000;
/** The provider's limit of files in one batch. */
const batchSize = 2_000;

/** Puts uploaded files into a vector store and waits until they can be searched. */
export async function indexFiles(
  { client, sleep }: SearchEndpoint,
  vectorStoreId: string,
  fileIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < fileIds.length; start += batchSize) {
    const batchIds = fileIds.slice(start, start + batchSize);
    let batch = await client.vectorStores.fileBatches.create(
      vectorStoreId,
      { file_ids: batchIds },
      { signal },
    );
    while (batch.status === "in_progress") {
      await sleep(pollMs, signal);
      const store = { vector_store_id: vectorStoreId };
      batch = await client.vectorStores.fileBatches.retrieve(batch.id, store, { signal });
    }
    const { completed, total } = batch.file_counts;
    if (batch.status !== "completed" || completed < total) {
      throw new KimiError(
        "endpoint-protocol",
        `The provider made ${completed} of ${total} uploaded files searchable (${batch.status}). Run without file search, or try again.`,
        { retryable: true },
      );
    }
  }
}
