import { KimiError, type ToolWorkspace } from "@kimi/contracts";
import { z } from "zod";
import { splitText } from "../patch/text-lines.ts";
import { definePersonaTool, type PersonaTool } from "./persona-tool.ts";

const maxLines = 500;
const maxCharacters = 30_000;
const maxLineLength = 1_000;

/** `read_file`: numbered lines of a text file, a range at a time. */
export function readFileTool(workspace: Pick<ToolWorkspace, "readText">): PersonaTool {
  return definePersonaTool({
    name: "read_file",
    description: `Read a text file with line numbers, at most ${maxLines} lines a call. The number and the tab after it are not part of the file.`,
    parameters: z.strictObject({
      path: z.string(),
      offset: z.int().min(1).nullable().describe("first line, from 1; null for the beginning"),
      limit: z.int().min(1).nullable().describe(`lines; null for ${maxLines}`),
    }),
    access: "read",
    run: async ({ path, offset, limit }) => {
      const text = await workspace.readText(path);
      if (text === null)
        throw new KimiError("workspace", `There is no file ${path}. Look with list_files or search_text.`);
      return renderRange(path, text, { offset: offset ?? 1, limit: Math.min(limit ?? maxLines, maxLines) });
    },
  });
}

function renderRange(
  path: string,
  text: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): string {
  const { lines } = splitText(text);
  if (lines.length === 0) return `${path} is empty.`;
  if (offset > lines.length)
    throw new KimiError("usage", `${path} has ${lines.length} lines: offset ${offset} is past its end.`);
  const shown: string[] = [];
  let characters = 0;
  for (const [index, line] of lines.slice(offset - 1, offset - 1 + limit).entries()) {
    const rendered = `${offset + index}\t${cutLine(line.text)}`;
    characters += rendered.length + 1;
    if (characters > maxCharacters && shown.length > 0) break;
    shown.push(rendered);
  }
  const next = offset + shown.length;
  const notes = [
    describeFormat(text),
    next <= lines.length
      ? `lines ${offset}–${next - 1} of ${lines.length}; read on with offset ${next}`
      : null,
  ];
  const note = notes.filter((part) => part !== null).join("; ");
  return note === "" ? shown.join("\n") : `${shown.join("\n")}\n[${note}]`;
}

function cutLine(line: string): string {
  return line.length <= maxLineLength
    ? line
    : `${line.slice(0, maxLineLength)}[… ${line.length - maxLineLength} more characters]`;
}

/** What the numbered lines do not show and an edit must keep; the tools keep it by themselves. */
function describeFormat(text: string): string | null {
  const carriages = text.split("\r\n").length - 1;
  const feeds = text.split("\n").length - 1;
  if (carriages === 0) return null;
  return carriages === feeds ? "CRLF line endings" : "mixed line endings";
}
