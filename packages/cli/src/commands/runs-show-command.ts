import type { RunRecord, StoredEvent } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import {
  describeRequirements,
  findRequirements,
  type RequirementsAccepted,
} from "../summary/describe-requirements.ts";
import { renderTable } from "../summary/render-table.ts";
import { wrapText } from "../layout/wrap-text.ts";
import { formatCost, formatCount, formatTokens } from "../summary/format-amounts.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { runPositional } from "../options/run-positional.ts";

interface ShowArguments {
  readonly run: string;
  readonly json: boolean;
}

/** `kimi-agent runs show <run>` */
export function runsShowCommand(terminal: Terminal): CommandModule<object, ShowArguments> {
  return {
    command: "show <run>",
    describe: "one run: how it went, attempt by attempt, and what it left",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("json", { type: "boolean", default: false, describe: "everything as one JSON object" }),
    handler: (args) => show(terminal, args),
  };
}

async function show(terminal: Terminal, args: ShowArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, args.run);
  const attempts = await local.store.readAttempts(run.id);
  const artifacts = await local.store.listArtifacts(run.id);
  const events = await local.store.readEvents(run.id);
  const requirements = findRequirements(events);
  if (args.json) {
    printJson(terminal.stdout, { run, attempts, artifacts, requirements }, 2);
    return;
  }
  const columns = stdoutColumns(terminal);
  const tried = attempts.map((one) => [one.stage, String(one.attempt), one.outcome, one.reason ?? ""]);
  const outputs = artifacts.filter((one) => !one.name.startsWith("internal/"));
  const parts = [
    renderTable(
      ["run", run.id],
      [...describeRun(run, events), ...describeFork(events), ...describeSandbox(events)],
      columns,
    ),
    renderTable(["stage", "attempt", "outcome", "reason"], tried, columns),
    renderRequirements(requirements, columns),
    describeVerdicts(events, columns),
    renderTable(
      ["output", "bytes"],
      outputs.map((one) => [one.name, formatCount(one.bytes)]),
      columns,
    ),
  ];
  printLine(terminal.stdout, parts.filter((part) => part !== "").join("\n\n"));
}

function describeRun(run: RunRecord, events: readonly StoredEvent[]): readonly (readonly string[])[] {
  const later = describeLater(run, events);
  return [
    ["status", run.status],
    [later === null ? "reason" : "reason it ended", run.reason ?? ""],
    ["project", run.targetPath],
    ["applied", later ?? (run.applied ? "yes" : "no")],
    ["resumable", run.resumable ? "yes" : "no"],
    ["started", run.startedAt],
    ["ended", run.endedAt ?? ""],
    ["model", `${run.model} at ${run.endpoint}`],
    ...describeMoves(run, events),
    ["tokens", formatTokens(run.ledger)],
    ["cost", formatCost(run.ledger)],
    ["program", run.program],
  ];
}

/** How a run came into the project that had ended without; `null` when it did not. */
function describeLater({ applied }: RunRecord, events: readonly StoredEvent[]): string | null {
  const ended = events.findLastIndex(({ event }) => event.type === "run-ended");
  const last = events.slice(ended + 1).findLast(({ event }) => event.type === "tree-applied");
  if (!applied || ended === -1 || last?.event.type !== "tree-applied") return null;
  const { left = [] } = last.event;
  const without = left.length === 0 ? "" : `, with these as they were there: ${left.join(", ")}`;
  return `yes, by kimi-agent apply on ${last.at.slice(0, 16).replace("T", " ")} (UTC), after it had ended${without}`;
}

/** Other endpoints at which the run was before it was taken up at this one. */
function describeMoves(run: RunRecord, events: readonly StoredEvent[]): readonly (readonly string[])[] {
  const places = events.flatMap(({ event }) => ("endpoint" in event ? [event.endpoint] : []));
  const others = new Set(places.filter((endpoint) => endpoint !== run.endpoint));
  return others.size === 0 ? [] : [["before that at", [...others].join(", ")]];
}

function describeFork(events: readonly StoredEvent[]): readonly (readonly string[])[] {
  const forked = events.map(({ event }) => event).find((event) => event.type === "run-forked");
  return forked === undefined ? [] : [["forked from", `${forked.fromRunId} at ${forked.point}`]];
}

/** How commands were confined and limited when the run was last begun or taken up. */
function describeSandbox(events: readonly StoredEvent[]): readonly (readonly string[])[] {
  const probed = events.map(({ event }) => event).findLast((event) => event.type === "sandbox-probed");
  if (probed === undefined) return [];
  const limits = Object.entries(probed.limits ?? {});
  return [["sandbox", probed.tier], ...limits.map(([name, kept]) => [`limit: ${name}`, kept])];
}

/** Empty when the run ended before it had requirements. */
function renderRequirements(accepted: RequirementsAccepted | null, columns: number): string {
  const lines = accepted === null ? [] : describeRequirements(accepted);
  return lines.flatMap((line) => wrapText(line, columns)).join("\n");
}

/** Empty when the run ended before a verdict. */
function describeVerdicts(events: readonly StoredEvent[], columns: number): string {
  const lines = events.flatMap(({ event }) => {
    if (event.type !== "verdict-computed") return [];
    const line = `verdict ${event.attempt}: ${event.status}, ${event.proven} of ${event.criteria} criteria proven`;
    return [
      line,
      ...event.reasons.flatMap((reason) => wrapText(reason, columns - 2).map((one) => `  ${one}`)),
    ];
  });
  return lines.join("\n");
}
