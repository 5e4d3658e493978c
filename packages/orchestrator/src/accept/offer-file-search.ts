import type { SearchableFile } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { decodeText } from "../workspace/decode-text.ts";

const noUpload: AsyncDisposable = { [Symbol.asyncDispose]: async () => {} };

/**
 * Uploads the project's redacted, non-ignored text files for the provider's file search, when the run offers it.
 * How much leaves the machine is said before it does; disposing deletes it there.
 */
export async function offerFileSearch(session: RunSession): Promise<AsyncDisposable> {
  if (!session.accepted.offerFileSearch) return noUpload;
  const files = await collectFiles(session);
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0);
  session.recorder.emit({
    type: "note",
    message: `File search uploads ${files.length} text files, ${(bytes / 1024).toFixed(0)} KiB, with secrets replaced; they are deleted when the run ends.`,
  });
  await session.recorder.flush();
  const upload = await session.ports.models.uploadForSearch(files, session.signal);
  const { vectorStoreId } = upload;
  const disposable: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      try {
        await upload[Symbol.asyncDispose]();
        session.recorder.emit({ type: "upload-deleted", vectorStoreId });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const message = `The uploaded files ${vectorStoreId} could not be deleted (${reason}). They expire by themselves; kimi-agent recover deletes them sooner.`;
        session.recorder.emit({ type: "note", message });
      }
    },
  };
  session.recorder.emit({ type: "upload-created", vectorStoreId, files: files.length, bytes });
  try {
    await session.recorder.flush();
  } catch (error) {
    await disposable[Symbol.asyncDispose]();
    throw error;
  }
  session.hostedTools = { ...session.hostedTools, fileSearch: { vectorStoreId } };
  return disposable;
}

async function collectFiles(session: RunSession): Promise<readonly SearchableFile[]> {
  const { tree } = session.ground;
  const files: SearchableFile[] = [];
  for (const { path } of await tree.files.listSourceFiles()) {
    const content = await tree.files.read(path);
    const text = content === null ? null : decodeText(content);
    if (text !== null && text.trim() !== "")
      files.push({ path, text: session.ports.redactor.redact(text, path).text });
  }
  return files;
}
