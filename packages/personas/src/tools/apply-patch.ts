import { KimiError, type Requirement, type ToolWorkspace } from "@kimi/contracts";
import { z } from "zod";
import { findPlaceholder } from "../patch/find-placeholder.ts";
import { parsePatch } from "../patch/parse-patch.ts";
import { pathsOfPatch, planPatch, type FileTexts, type PatchPlan } from "../patch/plan-patch.ts";
import { definePersonaTool, type PersonaTool } from "./persona-tool.ts";
import { checkServedRequirements, servedRequirements } from "./served-requirements.ts";

const description = `Change files: all of the patch is applied, or nothing.
*** Begin Patch
*** Update File: src/a.py
@@ def f():
 unchanged line
-old line
+new line
*** Add File: src/b.py
+whole new file, each line with +
*** Delete File: src/c.py
*** End Patch
Each hunk needs enough unchanged lines (or an @@ line above it) to fit one place only. *** Move to: <path> after Update File renames; *** End of File ends a hunk at the file's end.`;

/** `apply_patch`: edits several files at once in the V4A format. */
export function applyPatchTool(
  workspace: Pick<ToolWorkspace, "readText" | "edit">,
  requirements: readonly Pick<Requirement, "id">[],
): PersonaTool {
  return definePersonaTool({
    name: "apply_patch",
    description,
    parameters: z.strictObject({ patch: z.string(), requirements: servedRequirements }),
    access: "write",
    run: async (input, toolCallId) => {
      checkServedRequirements(input.requirements, requirements, { needed: true });
      const operations = parsePatch(input.patch);
      const files = await readTexts(workspace, pathsOfPatch(operations));
      const plan = planPatch(operations, files);
      refusePlaceholders(plan, files);
      await workspace.edit(plan.edits, { requirements: input.requirements, toolCallId });
      return plan.report.join("\n");
    },
  });
}

async function readTexts(
  workspace: Pick<ToolWorkspace, "readText">,
  paths: readonly string[],
): Promise<FileTexts> {
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await workspace.readText(path)] as const)),
  );
}

function refusePlaceholders(plan: PatchPlan, files: FileTexts): void {
  const before = [...files.values()].join("\n");
  for (const edit of plan.edits) {
    const placeholder = edit.kind === "write" ? findPlaceholder(edit.text, before) : null;
    if (placeholder !== null) {
      throw new KimiError(
        "usage",
        `${edit.path}: the line ${JSON.stringify(placeholder)} stands in for code that is left out. Leave unchanged lines out of the hunk and write new code in full (or word the comment differently). No file was changed.`,
      );
    }
  }
}
