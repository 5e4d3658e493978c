import type { ReplayReport } from "@kimi/local";
import { countNoun } from "../layout/count-noun.ts";
import { wrapText } from "../layout/wrap-text.ts";
import { renderTable } from "./render-table.ts";

/** Deliverables that are listed by name. */
const listed = 12;

/** What became of a replay: the same, or where it began to be another and what that led to. Ends with a newline. */
export function renderReplay(report: ReplayReport, columns: number): string {
  const parts = [renderVerdict(report, columns), renderCriteria(report, columns)];
  if (report.divergence !== null) parts.push(renderDivergence(report));
  if (!report.isSame || report.divergence !== null)
    parts.push(renderDeliverables(report), renderReasons(report, columns));
  parts.push(renderTimesOnly(report, columns));
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function renderVerdict(report: ReplayReport, columns: number): string {
  const { runId, mode, isSame, isWhole, status, tree } = report;
  const answers = `${countNoun(report.modelCalls, "model answer")} from the record`;
  const commands = countNoun(report.commands, "command");
  const source =
    mode === "executed" ? `${answers}, ${commands} run anew` : `${answers}, ${commands} from the record`;
  const same = tree.recorded === tree.replayed ? "the same" : "another";
  const rows = [
    ["replay", isSame ? sameness(report) : "DIFFERENT from what was recorded"],
    ["took", source],
    ["status", `${status.recorded}, now ${isWhole ? status.replayed : "as far as the record goes"}`],
    [
      "tree",
      tree.recorded === null ? "no verdict was recorded" : `${tree.recorded.slice(0, 12)}, ${same} now`,
    ],
  ];
  return renderTable(["run", runId], rows, columns);
}

function sameness({ mode, isWhole, deliverables }: ReplayReport): string {
  if (mode === "executed") return "the same verdict, criterion by criterion";
  const files = countNoun(deliverables.compared, "deliverable");
  const whole = isWhole ? "" : "; the run stopped there";
  return `the same: every step, the tree, and ${files} byte for byte${whole}`;
}

/** Of commands that ran anew the verdict is all that has to be the same, so it is shown whole. */
function renderCriteria({ mode, isSame, criteria }: ReplayReport, columns: number): string {
  const shown = mode === "executed" ? criteria : criteria.filter((one) => one.recorded !== one.replayed);
  if (shown.length === 0 || (mode === "recorded" && isSame)) return "";
  const rows = shown.map(({ criterion, recorded, replayed }) => [
    criterion,
    recorded ?? "-",
    replayed ?? "-",
    recorded === replayed ? "" : "DIFFERENT",
  ]);
  return renderTable(["criterion", "recorded", "now", ""], rows, columns);
}

function renderDivergence({ divergence }: ReplayReport): string {
  if (divergence === null) return "";
  const { place, kind, diff } = divergence;
  const what = {
    different: "first difference",
    missing: "recorded, and missing now",
    added: "not in the record",
  }[kind];
  return [`${what}: ${place} (- recorded, + now)`, ...diff].join("\n");
}

function renderDeliverables({ deliverables }: ReplayReport): string {
  const { compared, differing } = deliverables;
  if (differing.length === 0) return "";
  const more = differing.length > listed ? [`  and ${differing.length - listed} more`] : [];
  return [
    `${differing.length} of ${compared} deliverables differ:`,
    ...differing.slice(0, listed).map((path) => `  ${path}`),
    ...more,
  ].join("\n");
}

/** Durations, instants and paths of scratch folders are others each time a command runs. */
function renderTimesOnly({ timesOnly, deliverables }: ReplayReport, columns: number): string {
  const places = [...timesOnly, ...deliverables.timesOnly];
  if (places.length === 0) return "";
  const more = places.length > listed ? ` and ${places.length - listed} more` : "";
  const sentence = `Only times and paths are others in: ${places.slice(0, listed).join(", ")}${more}`;
  return wrapText(sentence, columns).join("\n");
}

function renderReasons({ isSame, explanations, reason }: ReplayReport, columns: number): string {
  const ended = isSame ? [] : [`The replay ended so: ${reason}`];
  return [...explanations, ...ended].flatMap((sentence) => wrapText(sentence, columns)).join("\n");
}
