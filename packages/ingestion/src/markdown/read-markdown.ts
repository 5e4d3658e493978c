import type { Nodes, Parents } from "mdast";
import { ReadingBuilder, type Reading } from "../quotation/reading.ts";
import { alignToSource } from "./align-to-source.ts";
import { parseMarkdown } from "./parse-markdown.ts";

/** A Markdown text as it is shown: without marks of emphasis, code, links, lists, quotes and tables. */
export function readMarkdown(text: string): Reading {
  const builder = new ReadingBuilder();
  readNode(parseMarkdown(text), text, builder);
  return builder.build();
}

/** Blocks follow each other on lines of their own, cells with a blank between. */
const separated = new Set<Nodes["type"]>([
  "blockquote",
  "footnoteDefinition",
  "heading",
  "listItem",
  "paragraph",
  "tableCell",
]);

function readNode(node: Nodes, source: string, builder: ReadingBuilder): void {
  if ("children" in node) {
    readChildren(node, source, builder);
    return;
  }
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  switch (node.type) {
    case "text":
    case "inlineCode":
      alignToSource(node.value, source, { start, end }, builder);
      break;
    case "code":
    case "yaml":
      alignToSource(node.value, source, { start: contentStart(source, start, end), end }, builder);
      builder.append("\n", end, end);
      break;
    case "image":
    case "imageReference":
      if (node.alt) alignToSource(node.alt, source, { start, end }, builder);
      break;
    case "break":
      builder.append("\n", start, end);
      break;
    default:
      // HTML tags, definitions, thematic breaks and footnote marks show no words of their own.
      break;
  }
}

function readChildren(node: Parents, source: string, builder: ReadingBuilder): void {
  for (const child of node.children) readNode(child, source, builder);
  const end = node.position?.end.offset ?? 0;
  if (separated.has(node.type)) builder.append("\n", end, end);
}

/** Past the opening fence, whose language is no part of the code. */
function contentStart(source: string, start: number, end: number): number {
  const isFenced = /^(?:`{3}|~{3}|-{3}|\+{3})/.test(source.slice(start, start + 3));
  const lineEnd = source.slice(start, end).search(/[\r\n]/);
  return isFenced && lineEnd !== -1 ? start + lineEnd + 1 : start;
}
