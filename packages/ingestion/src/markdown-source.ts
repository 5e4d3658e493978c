import { isKimiError } from "@kimi/contracts";
import { outlineMarkdown } from "./markdown/outline-markdown.ts";
import { readMarkdown } from "./markdown/read-markdown.ts";
import type { SourceFormat } from "./source-format.ts";

/** Markdown files: CommonMark with GFM and front matter. */
export const markdownSource: SourceFormat = {
  mediaType: "text/markdown",
  extensions: [".md", ".markdown"],
  outline: outlineMarkdown,
  read: readMarkdown,
  requote,
};

function requote(quotation: string): string | null {
  try {
    return readMarkdown(quotation).text;
  } catch (error) {
    // What nests too deeply to be parsed is no quotation either.
    if (isKimiError(error, "input")) return null;
    throw error;
  }
}
