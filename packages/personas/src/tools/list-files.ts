import type { FolderEntry, ToolWorkspace } from "@kimi/contracts";
import { z } from "zod";
import { definePersonaTool, type PersonaTool } from "./persona-tool.ts";

const maxEntries = 400;

/** `list_files`: what is in a folder, or every source file below it. */
export function listFilesTool(workspace: Pick<ToolWorkspace, "list" | "listSourceFiles">): PersonaTool {
  return definePersonaTool({
    name: "list_files",
    description: "List a folder, or with recursive every file below it that git does not ignore.",
    parameters: z.strictObject({
      folder: z.string().describe("relative to the project root; empty for the root"),
      recursive: z.boolean(),
    }),
    access: "read",
    run: async ({ folder, recursive }) => {
      const path = folder.replace(/^\.?\/+|^\.$|\/+$/gu, "");
      const entries = recursive ? await listBelow(workspace, path) : await workspace.list(path);
      if (entries.length === 0) return "Nothing is there.";
      const lines = entries.slice(0, maxEntries).map(renderEntry);
      if (entries.length > maxEntries) {
        lines.push(`[… ${entries.length - maxEntries} more: list a folder below, or use search_text]`);
      }
      return lines.join("\n");
    },
  });
}

async function listBelow(workspace: Pick<ToolWorkspace, "listSourceFiles">, folder: string) {
  const files = await workspace.listSourceFiles();
  return folder === "" ? files : files.filter(({ path }) => path.startsWith(`${folder}/`));
}

function renderEntry({ path, type, size }: FolderEntry): string {
  if (type === "file") return `${path} (${size} bytes)`;
  return type === "directory" ? `${path}/` : `${path} (${type})`;
}
