import type { FailureReport, Handoff } from "@kimi/contracts";

/** Which of what has happened so far a persona is told. */
export interface ProgressOptions {
  /** Stages whose output is shown; `null` shows all. @default null */
  readonly outputsOf?: readonly string[] | null;
}

/** Where the run stands: outputs of earlier stages, changed paths, and what was wrong with the attempt before. */
export function renderProgress(handoff: Handoff, { outputsOf = null }: ProgressOptions = {}): string {
  const outputs = Object.entries(handoff.outputs).filter(
    ([stage]) => outputsOf === null || outputsOf.includes(stage),
  );
  return [
    ...outputs.map(([stage, output]) => `Result of ${stage}:\n${JSON.stringify(output)}`),
    renderChangedPaths(handoff.changedPaths),
    handoff.failure === null ? "" : renderFailure(handoff.failure),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The paths that differ from the baseline; empty when none does. */
export function renderChangedPaths(paths: readonly string[]): string {
  return paths.length === 0 ? "" : `Changed in this run so far:\n${paths.join("\n")}`;
}

/** Why the attempt before was not enough, as the program measured it. */
export function renderFailure({ summary, criteria, problems }: FailureReport): string {
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
