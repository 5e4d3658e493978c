import { KimiError, type SourceDocument } from "@kimi/contracts";
import { jsonSource } from "./json-source.ts";
import { markdownSource } from "./markdown-source.ts";
import { promptSource } from "./prompt-source.ts";
import type { SourceFormat } from "./source-format.ts";

const formats: Readonly<Record<SourceDocument["mediaType"], SourceFormat>> = {
  "text/markdown": markdownSource,
  "application/json": jsonSource,
  "text/plain": promptSource,
};

/** The format of an ingested document. */
export function formatOf(mediaType: SourceDocument["mediaType"]): SourceFormat {
  return formats[mediaType];
}

/** The format of a file, by its extension in any case. @throws KimiError `input` when it is none we read. */
export function formatOfFile(path: string): SourceFormat {
  const extension = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? "";
  const format = Object.values(formats).find(({ extensions }) => extensions.includes(extension));
  if (format !== undefined) return format;
  const known = Object.values(formats).flatMap(({ extensions }) => extensions);
  throw new KimiError(
    "input",
    `found ${extension === "" ? "no extension" : `the extension ${extension}`}, expected one of ${known.join(", ")}: ` +
      `convert the document, or give its text with the prompt`,
  );
}
