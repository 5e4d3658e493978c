import { outlineJson } from "./json/outline-json.ts";
import { readJson } from "./json/read-json.ts";
import type { SourceFormat } from "./source-format.ts";

/** JSON files (RFC 8259): no comments, no trailing commas, no key twice. */
export const jsonSource: SourceFormat = {
  mediaType: "application/json",
  extensions: [".json"],
  outline: outlineJson,
  read: readJson,
  requote: () => null,
};
