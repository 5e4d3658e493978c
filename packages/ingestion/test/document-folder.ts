import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IngestRequest, SourceDocument } from "@kimi/contracts";
import { ingest } from "../src/ingest.ts";
import { noRedactor } from "./fake-redactor.ts";

/** A folder of documents that goes away with the test. */
export class DocumentFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<DocumentFolder> {
    const folder = new DocumentFolder(await mkdtemp(join(tmpdir(), "kimi-ingestion-")));
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content);
    return folder;
  }

  ingest(
    inputDocs: readonly string[],
    request: Partial<IngestRequest> = {},
  ): Promise<readonly SourceDocument[]> {
    return ingest({ inputDocs, prompt: null, workingDirectory: this.path, redactor: noRedactor, ...request });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** The one document of a prompt or of a file that holds `text`. */
export async function ingestText(
  name: string,
  text: string | Uint8Array,
  request: Partial<IngestRequest> = {},
): Promise<SourceDocument> {
  await using folder = await DocumentFolder.create({ [name]: text });
  const [document] = await folder.ingest([name], request);
  if (document === undefined) throw new Error("expected a document");
  return document;
}

/** Title, first and last line of every section. */
export function outlineOf(document: SourceDocument): readonly string[] {
  return document.sections.map(({ breadcrumb, span }) =>
    `${span.startLine}-${span.endLine} ${breadcrumb.join(" > ")}`.trim(),
  );
}
