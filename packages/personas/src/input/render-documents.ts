import type { Section, SourceDocument } from "@kimi/contracts";

/** Every document with its sections marked by their ids, so that they can be cited; empty without documents. */
export function renderDocuments(documents: readonly SourceDocument[]): string {
  return documents.map(renderDocument).join("\n\n");
}

function renderDocument({ path, sections, text }: SourceDocument): string {
  const parts =
    sections.length === 0
      ? [text.trim()]
      : sections.map((section, index) => renderSection(section, sections[index + 1]));
  return [`<document path=${JSON.stringify(path)}>`, ...parts, "</document>"].join("\n");
}

function renderSection(section: Section, next: Section | undefined): string {
  const heading = section.breadcrumb.join(" > ");
  const mark = heading === "" ? `[${section.id}]` : `[${section.id}] ${heading}`;
  return `${mark}\n${ownText(section, next).trimEnd()}`.trimEnd();
}

/** A section may span the sections below it; each text is shown once, where it belongs most closely. */
function ownText(section: Section, next: Section | undefined): string {
  const isNested = next !== undefined && next.span.startOffset < section.span.endOffset;
  if (!isNested) return section.text;
  return section.text
    .split("\n")
    .slice(0, next.span.startLine - section.span.startLine)
    .join("\n");
}
