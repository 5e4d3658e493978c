import { toString } from "mdast-util-to-string";
import type { Nodes, Root } from "mdast";
import { LineIndex } from "../line-index.ts";
import type { OutlinedSection } from "../source-format.ts";
import { parseMarkdown, parseMarkdownBlocks } from "./parse-markdown.ts";

interface SectionStart {
  readonly offset: number;
  /** 0 for what stands before any heading. */
  readonly depth: number;
  readonly title: string;
}

/** A section for each heading with what follows it, and for front matter and text before the first heading. */
export function outlineMarkdown(text: string): readonly OutlinedSection[] {
  const root = parseMarkdownBlocks(text);
  const starts = withoutBlank(text, [...openings(root), ...findHeadings(root, text)]);
  const open: SectionStart[] = [];
  return starts.map((start, index) => {
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= start.depth) open.pop();
    open.push(start);
    return {
      title: start.title,
      breadcrumb: start.depth === 0 ? [] : open.filter(({ depth }) => depth > 0).map(({ title }) => title),
      startOffset: start.offset,
      endOffset: starts[index + 1]?.offset ?? text.length,
    };
  });
}

/** The beginning of the text, and the end of its front matter. */
function openings(root: Root): readonly SectionStart[] {
  const first = root.children[0];
  const hasFrontMatter = first !== undefined && first.type !== "heading" && isFrontMatter(first.type);
  const end = hasFrontMatter ? (first.position?.end.offset ?? 0) : 0;
  return [0, ...(end > 0 ? [end] : [])].map((offset) => ({ offset, depth: 0, title: "" }));
}

/** TOML comes from an extension and is missing in the types of the tree. */
function isFrontMatter(type: string): boolean {
  return type === "yaml" || type === "toml";
}

function findHeadings(root: Root, text: string): readonly SectionStart[] {
  const lines = new LineIndex(text);
  const nodes = root.children.filter((node) => node.type === "heading");
  const definitions = root.children.filter((node) => node.type === "definition");
  const titles = readTitles(
    nodes.map(({ children }) => text.slice(startOf(children[0]), children.at(-1)?.position?.end.offset ?? 0)),
    definitions.map(({ position }) => text.slice(position?.start.offset, position?.end.offset)),
  );
  return nodes.map((node, index) => ({
    // An underlined heading claims definitions right above it too, so its words say where it begins.
    offset: lines.lineStart(startOf(node.children[0] ?? node)),
    depth: node.depth,
    title: titles[index] ?? "",
  }));
}

function startOf(node: Nodes | undefined): number {
  return node?.position?.start.offset ?? 0;
}

/** The headings' words as they read, all of them parsed at once as a document of headings and definitions alone. */
function readTitles(contents: readonly string[], definitions: readonly string[]): readonly string[] {
  const titles = contents.map((content) => content.replaceAll(/\\?\s*(?:\r\n|\n|\r)\s*/g, " "));
  const marked = titles.filter((title) => !isPlain(title));
  // The closing mark keeps marks at the end of a title from being taken for one.
  const lines = [...marked.map((title) => `# ${title} #`), "", ...definitions];
  const parsed = marked.length === 0 ? [] : parseMarkdown(lines.join("\n")).children;
  const read = new Map(
    marked.map((title, index) => [title, toString(parsed[index], { includeHtml: false })]),
  );
  return titles.map((title) => (read.get(title) ?? title).replaceAll(/\s+/g, " ").trim());
}

function isPlain(title: string): boolean {
  return /^[\p{L}\p{N} ,.;'"()/-]*$/u.test(title) && !/www\.|https?:/i.test(title);
}

/** A blank stretch is no section of its own: it belongs to what stands before it, or else to what follows. */
function withoutBlank(text: string, starts: readonly SectionStart[]): readonly SectionStart[] {
  const kept = starts.filter(
    ({ offset, depth }, index) => depth > 0 || text.slice(offset, starts[index + 1]?.offset).trim() !== "",
  );
  return kept.map((start, index) => (index === 0 ? { ...start, offset: 0 } : start));
}
