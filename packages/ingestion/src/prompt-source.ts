import { markdownSource } from "./markdown-source.ts";
import type { SourceFormat } from "./source-format.ts";

/** The prompt. People write prompts with headings and lists too, so it is taken apart as Markdown is. */
export const promptSource: SourceFormat = { ...markdownSource, mediaType: "text/plain", extensions: [] };
