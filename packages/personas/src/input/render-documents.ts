import type { SourceDocument } from "@kimi/contracts";

/** Every document whole, each section after a line with its id, so that it can be cited; empty without documents. */
export function renderDocuments(documents: readonly SourceDocument[]): string {
  return documents.map(renderDocument).join("\n\n");
}

function renderDocument({ path, sections, text }: SourceDocument): string {
  const parts =
    sections.length === 0
      ? [text.trim()]
      : sections.map((section) => `[${section.id}]\n${section.text.trimEnd()}`);
  return [`<document path=${JSON.stringify(path)}>`, ...parts, "</document>"].join("\n");
}
