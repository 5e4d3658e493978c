import { toString } from "mdast-util-to-string";
import type { Heading, Root } from "mdast";
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
  const starts = withoutBlank(text, [...openings(root), ...headings(root, text)]);
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

function headings(root: Root, text: string): readonly SectionStart[] {
  const lines = new LineIndex(text);
  const definitions = root.children
    .filter((node) => node.type === "definition")
    .map((node) => text.slice(node.position?.start.offset, node.position?.end.offset))
    .join("\n");
  return root.children
    .filter((node) => node.type === "heading")
    .map((node) => ({
      offset: lines.lineStart(node.position?.start.offset ?? 0),
      depth: node.depth,
      title: titleOf(node, text, definitions),
    }));
}

function titleOf(heading: Heading, text: string, definitions: string): string {
  const source = text.slice(heading.position?.start.offset, heading.position?.end.offset);
  const onOneLine = /^#{1,6}(?:[ \t]|$)/.test(source) ? source : fromUnderlined(source);
  if (/^#{1,6}[ \t]+[\p{L}\p{N} ,.;'"()/-]*$/u.test(onOneLine)) return squeeze(onOneLine.replace(/^#+/, ""));
  const [parsed] = parseMarkdown(
    onOneLine.includes("[") ? `${onOneLine}\n\n${definitions}` : onOneLine,
  ).children;
  return squeeze(toString(parsed, { includeHtml: false }));
}

/** The heading in its other form. The closing mark keeps marks at the end of the title from being taken for one. */
function fromUnderlined(source: string): string {
  const lines = source.split(/\r\n|\n|\r/).slice(0, -1);
  return `# ${lines.map((line) => line.trim().replace(/\\$/, "")).join(" ")} #`;
}

function squeeze(title: string): string {
  return title.replaceAll(/\s+/g, " ").trim();
}

/** A blank stretch is no section of its own: it belongs to what stands before it, or else to what follows. */
function withoutBlank(text: string, starts: readonly SectionStart[]): readonly SectionStart[] {
  const kept = starts.filter(
    ({ offset, depth }, index) => depth > 0 || text.slice(offset, starts[index + 1]?.offset).trim() !== "",
  );
  return kept.map((start, index) => (index === 0 ? { ...start, offset: 0 } : start));
}
