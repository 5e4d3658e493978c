import { outlineMarkdown } from "./markdown/outline-markdown.ts";
import { readMarkdown } from "./markdown/read-markdown.ts";
import type { SourceFormat } from "./source-format.ts";

/** Markdown files: CommonMark with GFM and front matter. */
export const markdownSource: SourceFormat = {
  mediaType: "text/markdown",
  extensions: [".md", ".markdown"],
  outline: outlineMarkdown,
  read: readMarkdown,
  requote: (quotation) => readMarkdown(quotation).text,
};
