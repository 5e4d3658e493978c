import type { AuditReport } from "@kimi/contracts";
import { findContradictions } from "../audit/find-contradictions.ts";
import { rowsOf } from "./memory-rows.ts";
import type { MemoryRun } from "./memory-run.ts";

/** Whether the log and the rows tell the same story; nothing else can go wrong in memory. */
export function auditMemoryRun(runId: string, run: MemoryRun): AuditReport {
  const { events, attempts, modelCalls, artifacts } = rowsOf(run);
  const checked = {
    events: events.length,
    attempts: attempts.length,
    modelCalls: modelCalls.length,
    artifacts: artifacts.length,
  };
  const rows = { attempts, modelCalls, artifacts, events: events.map(({ stored }) => stored) };
  return {
    runId,
    checked,
    problems: findContradictions({ ...rows, ended: run.record.status !== "running" }),
  };
}
