import type { CriterionVerdict, RunResult } from "@kimi/contracts";
import { describeRequirements, type RequirementsAccepted } from "./describe-requirements.ts";
import { renderTable } from "./render-table.ts";
import { shortPath } from "../layout/short-path.ts";
import { wrapText } from "../layout/wrap-text.ts";
import { formatCost, formatDuration, formatTokens } from "./format-amounts.ts";

export interface SummaryView {
  /** Width of lines; the documentation is left as it is. */
  readonly columns: number;
  /** Paths below it are shown relative to it. */
  readonly workingDirectory: string;
  /** What became of the requirements since an earlier run. @default null it is not told */
  readonly required?: RequirementsAccepted | null;
}

/** What a run came to: requirements, changes, tests, costs; then the documentation. Ends with a newline. */
export function renderSummary(result: RunResult, view: SummaryView): string {
  const { columns } = view;
  const parts = [
    renderRequirements(result, columns),
    renderRequired(view),
    renderFindings(result, columns),
    renderFacts(result, view),
  ].filter((part) => part !== "");
  const documentation =
    result.documentation === null ? [] : [`─── README draft\n\n${result.documentation.readme.trimEnd()}`];
  return `\n${[...parts, ...documentation].join("\n\n")}\n`;
}

function renderRequirements(result: RunResult, columns: number): string {
  if (result.requirements.length === 0) return "";
  const verdicts = new Map((result.report?.criteria ?? []).map((one) => [one.criterion, one]));
  const rows = result.requirements.map((requirement) => {
    const criteria = requirement.criteria.map((one) => verdicts.get(one.id));
    const proven = criteria.filter((one) => one?.status === "proven").length;
    const title = requirement.assumption ? `${requirement.title} (assumption)` : requirement.title;
    return [requirement.id, requirement.priority, standing(criteria), `${proven}/${criteria.length}`, title];
  });
  return renderTable(["requirement", "priority", "status", "proven", "what"], rows, columns);
}

/** What is new, gone and cited by nothing; how many there are stands above. */
function renderRequired({ required = null, columns }: SummaryView): string {
  const [, ...told] = required === null ? [] : describeRequirements(required);
  return told.flatMap((line) => wrapText(line, columns)).join("\n");
}

/** A requirement is as good as its worst criterion. */
function standing(criteria: readonly (CriterionVerdict | undefined)[]): string {
  const statuses = criteria.map((one) => one?.status ?? "unproven");
  if (statuses.includes("failed")) return "failed";
  if (statuses.includes("unproven")) return "unproven";
  if (statuses.includes("accepted")) return "accepted by user";
  // A command or a request that answers as expected is weaker evidence than a test.
  return criteria.some((one) => (one?.proof ?? "test") !== "test") ? "proven by checks" : "proven";
}

function renderFindings(result: RunResult, columns: number): string {
  const findings = result.report?.findings ?? [];
  return findings
    .flatMap(({ blocking, message }) => wrapText(`${blocking ? "blocks" : "note"}: ${message}`, columns))
    .join("\n");
}

/** The option without which the run would pause again at once. */
function raise({ limit }: RunResult): string {
  return limit === undefined ? "" : ` ${optionOf[limit.limit]} ${limit.enough}`;
}

const optionOf = { cost: "--max-cost-usd", tokens: "--max-tokens", turns: "--max-turns" } as const;

function renderFacts(result: RunResult, { columns, workingDirectory }: SummaryView): string {
  const changes = (result.changeSet?.changes ?? []).filter(
    (one) => (one.after ?? one.before)?.type !== "directory",
  );
  const shown = changes.slice(0, 12).map((one) => `${one.kind} ${one.path}`);
  const more = changes.length > shown.length ? [`and ${changes.length - shown.length} more`] : [];
  const tests = (result.report?.suites ?? []).flatMap((suite) => suite.tests);
  const passed = tests.filter((test) => test.outcome === "passed").length;
  const folder = result.deliverablesFolder;
  const rows: (readonly string[])[] = [
    ["status", `${result.status} (exit ${result.exitCode})`],
    ["reason", result.reason],
    ["files changed", `${changes.length}${result.applied ? "" : " (not in the project)"}`],
    ...[...shown, ...more].map((one) => ["", one]),
    ["tests", tests.length === 0 ? "none ran" : `${passed} of ${tests.length} passed`],
    ["tokens", formatTokens(result.ledger)],
    ["cost", formatCost(result.ledger)],
    ["time", formatDuration(result.elapsedMs)],
    ["deliverables", folder === null ? "none" : shortPath(folder, workingDirectory)],
  ];
  if (result.resumable) rows.push(["", `go on with: kimi-agent resume ${result.runId}${raise(result)}`]);
  else if (result.status === "failed" && !result.applied && changes.length > 0)
    rows.push(["", `bring that in all the same: kimi-agent apply ${result.runId}`]);
  return renderTable(["run", result.runId], rows, columns);
}
