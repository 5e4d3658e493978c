import type { ToolWorkspace } from "@kimi/contracts";
import { z } from "zod";
import { definePersonaTool, type PersonaTool } from "./persona-tool.ts";

const maxMatches = 100;

/** `search_text`: lines that match a regular expression. */
export function searchTextTool(workspace: Pick<ToolWorkspace, "search">): PersonaTool {
  return definePersonaTool({
    name: "search_text",
    description: "Find lines by regular expression (ripgrep syntax). Answers path:line: text.",
    parameters: z.strictObject({
      pattern: z.string().min(1),
      path: z.string().nullable().describe("folder or file to search; null for the whole project"),
      glob: z.string().nullable().describe("for example *.ts; null for all files"),
      ignoreCase: z.boolean(),
    }),
    access: "read",
    run: async ({ pattern, path, glob, ignoreCase }) => {
      const { matches, truncated } = await workspace.search({
        pattern,
        ignoreCase,
        maxMatches,
        ...(path === null || path === "" ? {} : { path }),
        ...(glob === null || glob === "" ? {} : { glob }),
      });
      if (matches.length === 0) return "No line matches.";
      const lines = matches.map((match) => `${match.path}:${match.line}: ${match.text}`);
      if (truncated) lines.push(`[only the first ${matches.length} matches: search more narrowly]`);
      return lines.join("\n");
    },
  });
}
