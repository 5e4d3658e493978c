import type { EvidenceReport, FailureReport } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { takeCandidate } from "../workspace/take-candidate.ts";
import { computeReport } from "./compute-report.ts";
import { fallBack, keepBest } from "./fall-back.ts";
import { recordVerdict } from "./record-verdict.ts";

/** What follows from a verdict. */
export type NextStep =
  | { readonly kind: "go-on" }
  | { readonly kind: "fix-forward"; readonly failure: FailureReport }
  | { readonly kind: "stop" };

/** Computes the verdict of the tree as it stands, and decides whether another attempt can help. */
export async function judgeAttempt(session: RunSession): Promise<NextStep> {
  const previous = session.report;
  const candidate = await takeCandidate(session);
  session.verdicts += 1;
  session.recorder.emit({ type: "snapshot-taken", purpose: "attempt-end", snapshot: candidate.snapshot });
  const report = await computeReport(session, candidate);
  await recordVerdict(session, candidate, report);
  if (report.status === "succeeded") return { kind: "go-on" };
  if (report.status === "partial") keepBest(session, candidate, report);
  const failure = session.ports.evidence.explainFailure(report);
  if (failure === null || session.verdicts >= session.config.maxAttempts) return settle(session);
  if (previous !== null && isSameFailure(previous, report)) {
    session.recorder.emit({
      type: "note",
      message: "Stopped early: the last attempt changed neither the tree nor the failures.",
    });
    return settle(session);
  }
  const { route, summary } = failure;
  session.recorder.emit({ type: "fix-forward", attempt: session.verdicts, route, summary });
  return { kind: "fix-forward", failure };
}

/** No further attempt: the best verdict so far counts. */
async function settle(session: RunSession): Promise<NextStep> {
  return (await fallBack(session)) ? { kind: "go-on" } : { kind: "stop" };
}

/** The same tree with the same open criteria: asking again would give the same. */
function isSameFailure(previous: EvidenceReport, report: EvidenceReport): boolean {
  return previous.treeHash === report.treeHash && statuses(previous) === statuses(report);
}

function statuses(report: EvidenceReport): string {
  return report.criteria.map((one) => `${one.criterion} ${one.status}`).join();
}
