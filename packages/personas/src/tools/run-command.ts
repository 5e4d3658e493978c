import type { CommandOutput, CommandResult, Requirement, ToolWorkspace } from "@kimi/contracts";
import { z } from "zod";
import { cutText } from "./cut-text.ts";
import { definePersonaTool, type PersonaTool } from "./persona-tool.ts";
import { checkServedRequirements, servedRequirements } from "./served-requirements.ts";

/** UTF-16 code units of stdout and stderr each. */
const maxOutput = 10_000;

/** `run_command`: a shell command in the project root. */
export function runCommandTool(
  workspace: Pick<ToolWorkspace, "runCommand">,
  requirements: readonly Pick<Requirement, "id">[],
): PersonaTool {
  return definePersonaTool({
    name: "run_command",
    description:
      "Run a shell command in the project root: confined, without network unless the user allowed it, without input. Long output is cut in the middle.",
    parameters: z.strictObject({
      command: z.string().min(1),
      timeoutSeconds: z.int().min(1).max(600).nullable().describe("null for 120"),
      requirements: servedRequirements,
    }),
    access: "write",
    run: async ({ command, timeoutSeconds, requirements: served }, toolCallId) => {
      checkServedRequirements(served, requirements, { needed: false });
      const result = await workspace.runCommand(command, {
        reason: { requirements: served, toolCallId },
        ...(timeoutSeconds === null ? {} : { timeoutMs: timeoutSeconds * 1000 }),
      });
      return renderResult(result);
    },
  });
}

/** Durations are left out: they would make every request differ from the one recorded. */
function renderResult(result: CommandResult): string {
  const streams = [renderStream("stdout", result.stdout), renderStream("stderr", result.stderr)];
  return [describeEnd(result), ...streams.filter((part) => part !== null)].join("\n");
}

function describeEnd({ exitCode, signal, timedOut }: CommandResult): string {
  if (timedOut) return "Timed out: the command was ended.";
  return exitCode === null ? `Ended by signal ${signal ?? "unknown"}.` : `Exit code ${exitCode}.`;
}

function renderStream(name: string, output: CommandOutput): string | null {
  const text = output.text.trimEnd();
  return text === "" ? null : `${name}:\n${cutText(text, maxOutput)}`;
}
