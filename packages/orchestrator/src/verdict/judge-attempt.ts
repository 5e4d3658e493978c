import type { FailureReport } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { takeCandidate } from "../workspace/take-candidate.ts";
import { computeReport } from "./compute-report.ts";
import { describeImpasse } from "./describe-impasse.ts";
import { fallBack, keepBest } from "./fall-back.ts";
import { recordVerdict } from "./record-verdict.ts";

/** What follows from a verdict. */
export type NextStep =
  | { readonly kind: "go-on" }
  | { readonly kind: "fix-forward"; readonly failure: FailureReport }
  | { readonly kind: "stop" };

/** Computes the verdict of the tree as it stands, and decides whether another attempt can help. */
export async function judgeAttempt(session: RunSession): Promise<NextStep> {
  const candidate = await takeCandidate(session);
  session.verdicts += 1;
  session.recorder.emit({ type: "snapshot-taken", purpose: "attempt-end", snapshot: candidate.snapshot });
  const report = await computeReport(session, candidate);
  await recordVerdict(session, candidate, report);
  if (report.status === "succeeded") return { kind: "go-on" };
  if (report.status === "partial") keepBest(session, candidate, report);
  const failure = session.ports.evidence.explainFailure(report);
  session.impasse = await describeImpasse(session);
  if (failure === null || session.verdicts >= session.config.maxAttempts) return settle(session);
  if (session.impasse !== null) {
    session.recorder.emit({ type: "note", message: `Stopped early. ${session.impasse}` });
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
