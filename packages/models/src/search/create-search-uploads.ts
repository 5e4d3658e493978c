import {
  isKimiError,
  KimiError,
  type ModelCapabilities,
  type SearchableFile,
  type UploadedFiles,
} from "@kimi/contracts";
import type OpenAI from "openai";
import { NotFoundError } from "openai";
import { deleteUploadedFiles } from "./delete-uploaded-files.ts";
import { indexFiles } from "./index-files.ts";
import type { SearchEndpoint } from "./search-endpoint.ts";
import { uploadFiles } from "./upload-files.ts";

/** Files at the provider, for its file search. */
export interface SearchUploads {
  upload(files: readonly SearchableFile[], signal: AbortSignal): Promise<UploadedFiles>;
  /** Deletes a store and the files in it; what is gone already is no error. */
  remove(vectorStoreId: string): Promise<void>;
}

/**
 * Uploads that do not outlive their run: disposing deletes store and files, an upload that fails or is cancelled
 * deletes what it had put there, and what a killed process leaves behind expires by itself after a day.
 */
export function createSearchUploads(
  endpoint: SearchEndpoint,
  capabilities: ModelCapabilities,
): SearchUploads {
  const { client, describe } = endpoint;

  async function upload(files: readonly SearchableFile[], signal: AbortSignal): Promise<UploadedFiles> {
    if (!capabilities.fileSearch) throw noFileSearch(client);
    const fileIds: string[] = [];
    let storeId: string | null = null;
    try {
      const store = await client.vectorStores.create(
        { name: "kimi-agent", expires_after: { anchor: "last_active_at", days: 1 } },
        { signal },
      );
      storeId = store.id;
      await uploadFiles(endpoint, files, { signal, onUploaded: (fileId) => fileIds.push(fileId) });
      await indexFiles(endpoint, store.id, fileIds, signal);
      return { vectorStoreId: store.id, [Symbol.asyncDispose]: () => remove(store.id) };
    } catch (error) {
      await withdraw(storeId, fileIds);
      if (signal.aborted) throw new KimiError("cancelled", "The upload for file search was cancelled.");
      throw isKimiError(error) ? error : describe(error);
    }
  }

  async function remove(vectorStoreId: string): Promise<void> {
    try {
      const fileIds: string[] = [];
      for await (const file of client.vectorStores.files.list(vectorStoreId)) fileIds.push(file.id);
      await deleteUploadedFiles(client, fileIds);
      await client.vectorStores.delete(vectorStoreId);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw describe(error);
    }
  }

  /** Best effort: the error that led here is the one to report, and the rest expires. */
  async function withdraw(storeId: string | null, fileIds: readonly string[]): Promise<void> {
    await deleteUploadedFiles(client, fileIds).catch(() => undefined);
    if (storeId !== null) await remove(storeId).catch(() => undefined);
  }

  return { upload, remove };
}

function noFileSearch(client: OpenAI): KimiError {
  return new KimiError(
    "usage",
    `${client.baseURL} has no file search. Run without it; the persona's own search_text works with every endpoint.`,
  );
}
