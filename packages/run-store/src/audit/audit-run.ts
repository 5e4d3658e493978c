import { type AuditProblem, type AuditReport, isKimiError } from "@kimi/contracts";
import type { StoreTables } from "../tables/store-tables.ts";
import { auditEvents } from "./audit-events.ts";
import { findContradictions } from "./find-contradictions.ts";
import { findUnsearchable } from "./find-unsearchable.ts";
import type { RowCheck } from "./row-check.ts";

/** Looks at every row and content of a run, and goes on where something is wrong. */
export function auditRun(tables: StoreTables, runId: string): AuditReport {
  const problems: AuditProblem[] = [];
  const readAll = <T>(table: string, checks: readonly RowCheck<T>[]): readonly T[] =>
    checks.flatMap((check) => {
      try {
        return [check.read()];
      } catch (error) {
        if (!isKimiError(error, "store")) throw error;
        const { reason } = error.details;
        problems.push({
          table,
          place: check.place,
          problem: typeof reason === "string" ? reason : error.message,
        });
        return [];
      }
    });
  const runs = readAll("runs", [{ place: `run ${runId}`, read: () => tables.runs.read(runId) }]);
  const attempts = readAll("attempts", tables.attempts.checks(runId));
  const { events, problems: eventProblems } = auditEvents(tables, runId);
  problems.push(...eventProblems);
  const modelCalls = readAll("model_calls", tables.modelCalls.checks(runId));
  const artifacts = readAll("artifacts", tables.artifacts.checks(runId));
  if (problems.every(({ table }) => table !== "runs" && table !== "attempts"))
    problems.push(...findUnsearchable(tables.search, runs, attempts));
  const ended = runs.some((run) => run !== null && run.status !== "running");
  // A row that cannot be read was named already.
  const named = new Set(problems.map(({ table, place }) => `${table} ${place}`));
  problems.push(
    ...findContradictions({ events, attempts, modelCalls, artifacts, ended }).filter(
      ({ table, place }) => !named.has(`${table} ${place}`),
    ),
  );
  const checked = {
    events: events.length,
    attempts: attempts.length,
    modelCalls: modelCalls.length,
    artifacts: artifacts.length,
  };
  return { runId, checked, problems };
}
