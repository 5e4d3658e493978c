import { createHash } from "node:crypto";
import type { IngestRequest, SourceDocument } from "@kimi/contracts";
import { checkText, decodeDocument } from "./files/decode-document.ts";
import { findRepeated } from "./files/find-repeated.ts";
import { readDocument } from "./files/read-document.ts";
import { collectProblems, throwProblems } from "./document-problems.ts";
import { promptSource } from "./prompt-source.ts";
import type { RawDocument } from "./raw-document.ts";
import { redactDocument } from "./redact-document.ts";
import { formatOfFile } from "./source-formats.ts";

/**
 * The prompt, then the documents in the order given, each with its sections and without its secrets.
 * Sections tile their document: every character belongs to exactly one.
 * @throws KimiError `input` that names every unusable document and the place in it.
 */
export async function ingest(request: IngestRequest): Promise<readonly SourceDocument[]> {
  const { prompt, inputDocs, workingDirectory, redactor } = request;
  const files = await collectProblems(inputDocs, (path) => ingestFile(path, workingDirectory));
  const prompts = await collectProblems(prompt === null ? [] : ["prompt"], () => ingestPrompt(prompt ?? ""));
  const repeated = findRepeated(files.results);
  throwProblems([...prompts.problems, ...files.problems, ...repeated], redactor);

  const documents = [...prompts.results, ...files.results.map(({ document }) => document)];
  return documents.map((document) => redactDocument(document, redactor));
}

/** A file's document, and where it really is. */
interface IngestedFile {
  readonly realPath: string;
  readonly document: RawDocument;
}

async function ingestFile(path: string, workingDirectory: string): Promise<IngestedFile> {
  const format = formatOfFile(path);
  const { bytes, realPath } = await readDocument(path, workingDirectory);
  const text = decodeDocument(bytes);
  const outline = format.outline(text);
  return { realPath, document: { path, format, contentHash: sha256(bytes), text, outline } };
}

function ingestPrompt(text: string): RawDocument {
  checkText(text);
  const outline = promptSource.outline(text);
  return { path: "prompt", format: promptSource, contentHash: sha256(text), text, outline };
}

function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
