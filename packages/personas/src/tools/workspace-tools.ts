import {
  type AgentConfig,
  type Requirement,
  type ToolWorkspace,
  type WorkspaceToolName,
} from "@kimi/contracts";
import { applyPatchTool } from "./apply-patch.ts";
import { listFilesTool } from "./list-files.ts";
import type { PersonaTool } from "./persona-tool.ts";
import { readFileTool } from "./read-file.ts";
import { runCommandTool } from "./run-command.ts";
import { searchTextTool } from "./search-text.ts";
import { writeFileTool } from "./write-file.ts";

/** The tools that change files by themselves; a persona that writes nothing cannot have them. */
export const writingToolNames: readonly WorkspaceToolName[] = ["apply_patch", "write_file"];

const makers: Readonly<
  Record<WorkspaceToolName, (workspace: ToolWorkspace, requirements: readonly Requirement[]) => PersonaTool>
> = {
  list_files: listFilesTool,
  read_file: readFileTool,
  search_text: searchTextTool,
  apply_patch: applyPatchTool,
  write_file: writeFileTool,
  run_command: runCommandTool,
};

/** The tools a persona is configured with, in the order of its configuration, over its workspace. */
export function workspaceTools(
  config: Pick<AgentConfig, "tools">,
  workspace: ToolWorkspace,
  requirements: readonly Requirement[],
): readonly PersonaTool[] {
  return config.tools
    .filter((name) => workspace.writeScope !== "none" || !writingToolNames.includes(name))
    .map((name) => makers[name](workspace, requirements));
}
