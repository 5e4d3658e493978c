import type { EvidenceReport } from "@kimi/contracts";
import { candidateArtifactName } from "../past-runs/candidate-schema.ts";
import { putArtifact, putJson } from "../record/put-artifact.ts";
import { renderRedactedPatch } from "../record/render-redacted-patch.ts";
import type { RunSession } from "../run-session.ts";
import { isSourceChange, sourceOrigins } from "../workspace/is-source-change.ts";
import type { Candidate } from "../workspace/take-candidate.ts";
import { hashSource } from "./hash-source.ts";

/** Takes a verdict into the run: the log, the test results, the patch, and what apply needs to bring the attempt in. */
export async function recordVerdict(
  session: RunSession,
  candidate: Candidate,
  report: EvidenceReport,
): Promise<void> {
  session.report = report;
  session.candidate = candidate;
  const attempt = session.verdicts;
  await putArtifact(session, {
    name: `attempts/${attempt}.patch`,
    mediaType: "text/x-diff",
    content: await renderRedactedPatch(candidate.changeSet, session.ports),
  });
  await putJson(session, candidateArtifactName(attempt), candidate);
  await putJson(session, `test-results/${attempt}.json`, report);
  const origins = sourceOrigins(session);
  const proven = report.criteria.filter((one) => one.status === "proven");
  session.recorder.emit({
    type: "verdict-computed",
    attempt,
    status: report.status,
    proven: proven.length,
    criteria: report.criteria.length,
    treeHash: report.treeHash,
    sourceHash: hashSource(candidate.changeSet.changes, (change) => isSourceChange(change, origins)),
    reasons: report.criteria
      .filter((one) => one.status === "failed" || one.status === "unproven")
      .map((one) => `${one.criterion}: ${one.reason}`),
  });
  await session.recorder.flush();
}
