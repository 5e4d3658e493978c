import type { EvidenceReport } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import type { Candidate } from "../workspace/take-candidate.ts";

/** Remembers a `partial` verdict unless an earlier one proves more. */
export function keepBest(session: RunSession, candidate: Candidate, report: EvidenceReport): void {
  const { fallback, testing, outputs, writes } = session;
  if (fallback !== null && countProven(fallback.report) > countProven(report)) return;
  session.fallback = { candidate, report, testing, outputs, writes: writes.length };
}

/** Brings the tree and the run back to the best verdict so far; false when none could be applied. */
export async function fallBack(session: RunSession): Promise<boolean> {
  const { fallback } = session;
  if (fallback === null) return false;
  await session.ground.tree.restore(fallback.candidate.snapshot.id);
  if (session.candidate !== fallback.candidate) {
    session.recorder.emit({
      type: "note",
      message: "The last attempt was worse; the earlier, partly proven result is kept.",
    });
  }
  session.candidate = fallback.candidate;
  session.report = fallback.report;
  session.testing = fallback.testing;
  session.outputs = fallback.outputs;
  session.writes.length = fallback.writes;
  return true;
}

function countProven(report: EvidenceReport): number {
  return report.criteria.filter((one) => one.status === "proven").length;
}
