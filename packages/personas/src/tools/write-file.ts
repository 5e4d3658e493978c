import { KimiError, type Requirement, type ToolWorkspace } from "@kimi/contracts";
import { z } from "zod";
import { findPlaceholder } from "../patch/find-placeholder.ts";
import { definePersonaTool, type PersonaTool } from "./persona-tool.ts";
import { checkServedRequirements, servedRequirements } from "./served-requirements.ts";

/** `write_file`: makes a file, or replaces it whole. */
export function writeFileTool(
  workspace: Pick<ToolWorkspace, "readText" | "edit">,
  requirements: readonly Pick<Requirement, "id">[],
): PersonaTool {
  return definePersonaTool({
    name: "write_file",
    description:
      "Make a file, or replace one whole: text is all it will hold. To change a part of a file use apply_patch.",
    parameters: z.strictObject({ path: z.string(), text: z.string(), requirements: servedRequirements }),
    access: "write",
    run: async ({ path, text, requirements: served }, toolCallId) => {
      checkServedRequirements(served, requirements, { needed: true });
      const before = await workspace.readText(path);
      const placeholder = findPlaceholder(text, before ?? "");
      if (placeholder !== null) {
        throw new KimiError(
          "usage",
          `The line ${JSON.stringify(placeholder)} stands in for text that is left out: give the whole file, or change a part of it with apply_patch. The file was not changed.`,
        );
      }
      const formatted = before === null ? text : keepFormat(text, before);
      if (formatted === before) return `${path} holds exactly this text already.`;
      await workspace.edit([{ kind: "write", path, text: formatted }], { requirements: served, toolCallId });
      return `${path}: ${before === null ? "added" : "replaced"}${formatted === text ? "" : " (byte order mark and line endings kept)"}`;
    },
  });
}

/** A model writes `\n`; a file that is CRLF throughout stays CRLF, and a byte order mark stays where it was. */
function keepFormat(text: string, before: string): string {
  const onlyCarriages = /\r\n/u.test(before) && !/(?<!\r)\n/u.test(before);
  const ended = onlyCarriages ? text.replaceAll(/(?<!\r)\n/gu, "\r\n") : text;
  return before.startsWith("\uFEFF") && !ended.startsWith("\uFEFF") ? `\uFEFF${ended}` : ended;
}
