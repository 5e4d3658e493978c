import { isKimiError, type WorkspaceFiles } from "@kimi/contracts";
import { z } from "zod";
import { decodeText } from "../../decode-text.ts";

/** What a file of checks holds, or one sentence on what is wrong with it, with its path in front. */
export type ReadCheckFile<Content> = { readonly content: Content } | { readonly problem: string };

/** Reads and validates a file of checks; names of checks must differ, since criteria are bound to them. */
export async function readCheckFile<
  Content extends { readonly checks: readonly { readonly name: string }[] },
>(
  path: string,
  files: Pick<WorkspaceFiles, "read">,
  schema: z.ZodType<Content>,
): Promise<ReadCheckFile<Content>> {
  const text = await readText(path, files);
  if (text === null) return { problem: `${path}: The file does not load: there is no text of that path.` };
  const json = parseJson(text);
  if ("problem" in json) return { problem: `${path}: The file does not load: ${json.problem}` };
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) {
    return { problem: `${path}: The file does not load: ${z.prettifyError(parsed.error)}` };
  }
  const names = parsed.data.checks.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined
    ? { content: parsed.data }
    : { problem: `${path}: The file does not load: it holds two checks named “${twice}”.` };
}

async function readText(path: string, files: Pick<WorkspaceFiles, "read">): Promise<string | null> {
  try {
    return decodeText(await files.read(path));
  } catch (error) {
    if (isKimiError(error, "workspace", "path-refused")) return null;
    throw error;
  }
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
