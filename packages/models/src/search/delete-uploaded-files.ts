import type OpenAI from "openai";
import { NotFoundError } from "openai";

/** Deletes files at the provider, one after another; what is gone already is no error. */
export async function deleteUploadedFiles(client: OpenAI, fileIds: readonly string[]): Promise<void> {
  for (const fileId of fileIds) {
    await client.files.delete(fileId).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error;
    });
  }
}
