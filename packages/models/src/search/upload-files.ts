import type { SearchableFile } from "@kimi/contracts";
import { toFile } from "openai";
import type { SearchEndpoint } from "./search-endpoint.ts";
import { searchFileName } from "./search-file-name.ts";

const parallelUploads = 4;
const lifetimeSeconds = 24 * 60 * 60;

/** Told of each file as soon as it is at the provider, so that it can be deleted whatever happens next. */
export interface UploadProgress {
  readonly signal: AbortSignal;
  readonly onUploaded: (fileId: string) => void;
}

/** Uploads files, a few at a time. Each expires after a day by itself. */
export async function uploadFiles(
  { client, redactor }: SearchEndpoint,
  files: readonly SearchableFile[],
  { signal, onUploaded }: UploadProgress,
): Promise<void> {
  const waiting = [...files];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const text = redactor.redact(next.text).text;
      const file = await toFile(Buffer.from(text), searchFileName(next.path), { type: "text/plain" });
      const expiry = { anchor: "created_at" as const, seconds: lifetimeSeconds };
      const uploaded = await client.files.create(
        { file, purpose: "assistants", expires_after: expiry },
        { signal },
      );
      onUploaded(uploaded.id);
    }
  }
  const results = await Promise.allSettled(Array.from({ length: parallelUploads }, work));
  const failed = results.find((result) => result.status === "rejected");
  // Waited for all first: an upload that ends later would not be deleted.
  if (failed !== undefined) throw failed.reason;
}
