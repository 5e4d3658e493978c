import type { FailureReport, Handoff } from "@kimi/contracts";
import { renderChanges } from "./render-changes.ts";

/** The stage whose output the rendered requirements already tell, in the words that were accepted. */
const requirementsStage = "requirements";

/** Where the run stands: outputs of earlier stages, changed requirements and paths, and what was wrong with the attempt before. */
export function renderProgress(handoff: Handoff): string {
  const outputs = Object.entries(handoff.outputs).filter(([stage]) => stage !== requirementsStage);
  return [
    ...outputs.map(([stage, output]) => `Result of ${stage}:\n${JSON.stringify(output)}`),
    renderChanges(handoff),
    renderChangedPaths(handoff.changedPaths),
    handoff.failure === null ? "" : renderFailure(handoff.failure),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function renderChangedPaths(paths: readonly string[]): string {
  return paths.length === 0 ? "" : `Changed in this run so far:\n${paths.join("\n")}`;
}

function renderFailure({ summary, criteria, problems }: FailureReport): string {
  return [
    `The attempt before was not enough: ${summary}`,
    ...criteria.map(({ criterion, reason, test, message }) =>
      [
        `- ${criterion}: ${reason}${test === null ? "" : ` (${test})`}`,
        ...(message === null ? [] : [indent(message)]),
      ].join("\n"),
    ),
    ...problems.map((problem) => `- ${problem}`),
  ].join("\n");
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gmu, "    ");
}
