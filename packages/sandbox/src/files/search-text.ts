import { matchesGlob } from "node:path";
import type { TextMatch, TextSearch } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { z } from "zod";
import { parseToolPath } from "../paths/parse-tool-path.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { confirmLines } from "./confirm-lines.ts";
import { runRipgrep } from "./ripgrep.ts";

const maxLineCharacters = 500;
const newline = 10;
const ignoredToo = "--no-ignore --max-filesize 1M --glob !**/node_modules --glob !**/.venv".split(" ");
const someText = z.union([z.object({ text: z.string() }), z.object({ bytes: z.string() })]);
const matchRecord = z.object({
  type: z.literal("match"),
  data: z.object({ path: someText, lines: someText, line_number: z.number().nullable() }),
});
const otherRecord = z.object({ type: z.enum(["begin", "end", "context", "summary"]) });
const recordSchema = z.union([matchRecord, otherRecord]);

/** Searches the source files of a tree; matches come by path, then line. @throws KimiError `usage` when the pattern is none. */
export async function searchText(
  root: string,
  { pattern, path, glob, ignoreCase = false, maxMatches = 200, includeIgnored = false }: TextSearch,
): Promise<{ readonly matches: readonly TextMatch[]; readonly truncated: boolean }> {
  const within = path === undefined || path === "" || path === "." ? null : parseToolPath(path);
  const matches: TextMatch[] = [];
  const stands = confirmLines(root);
  let truncated = false;
  let isWhole = false;
  const args = [
    "--json",
    "--sort",
    "path",
    ...(ignoreCase ? ["--ignore-case"] : []),
    ...(includeIgnored ? ignoredToo : []),
    ...globArguments(glob),
    "--regexp",
    pattern,
  ];
  const { stderr } = await runRipgrep(root, args, {
    separator: newline,
    onRecord: (line) => {
      const record = recordSchema.parse(JSON.parse(line.toString("utf8")));
      if (record.type === "summary") isWhole = true;
      if (record.type !== "match") return true;
      const found = toRaw(record.data.path).replace(/^\.\//, "");
      if (!isWanted(found, within, glob) || !stands(found, toRaw(record.data.lines))) return true;
      truncated = matches.length === maxMatches;
      if (!truncated) matches.push(toMatch(found, record.data));
      return !truncated;
    },
  });
  // Without the summary that stands at the end of every search, none was made.
  if (!isWhole && !truncated) throw badPattern(pattern, stderr);
  return { matches, truncated };
}

/** As a file type, since ripgrep lets a `--glob` overrule what is ignored. Types know names only, not paths. */
function globArguments(glob: string | undefined): readonly string[] {
  return glob === undefined || glob.includes("/") ? [] : ["--type-add", `wanted:${glob}`, "--type", "wanted"];
}

function isWanted(found: RawPath, within: RawPath | null, glob: string | undefined): boolean {
  if (within !== null && found !== within && !found.startsWith(`${within}/`)) return false;
  return (
    glob === undefined || !glob.includes("/") || matchesGlob(toShownPath(found), glob.replace(/^\//, ""))
  );
}

function toMatch(path: RawPath, data: z.infer<typeof matchRecord>["data"]): TextMatch {
  const line = Buffer.from(toRaw(data.lines), "latin1")
    .toString("utf8")
    .replace(/\r?\n$/, "");
  return { path: toShownPath(path), line: data.line_number ?? 1, text: line.slice(0, maxLineCharacters) };
}

function toRaw(value: z.infer<typeof someText>): RawPath {
  return "text" in value
    ? Buffer.from(value.text, "utf8").toString("latin1")
    : Buffer.from(value.bytes, "base64").toString("latin1");
}

function badPattern(pattern: string, stderr: string): KimiError {
  return new KimiError(
    "usage",
    `"${pattern}" cannot be searched for: ${stderr.trim() || "ripgrep ended without saying why"}. Expected a regular expression in ripgrep's syntax`,
  );
}
