import type { EvidenceReport } from "@kimi/contracts";
import { findDependencyFindings } from "../install/find-dependency-findings.ts";
import { redactDeeply } from "../record/redact-deeply.ts";
import { findDowngrades } from "../requirements/find-downgrades.ts";
import type { RunSession } from "../run-session.ts";
import { isSourceChange, sourceOrigins } from "../workspace/is-source-change.ts";
import type { Candidate } from "../workspace/take-candidate.ts";
import { findLeftoverFindings } from "./find-leftover-findings.ts";
import { listProvenBefore } from "./list-proven-before.ts";
import { findUnrequestedChanges } from "./find-unrequested-changes.ts";
import { readEarlierVerdicts } from "./read-earlier-verdicts.ts";
import { withFindings } from "./with-findings.ts";

/** Runs the tests on a candidate and says what they prove. */
export async function computeReport(
  session: RunSession,
  candidate: Candidate,
  documentationPaths: ReadonlySet<string> = new Set(),
): Promise<EvidenceReport> {
  if (session.testing === null)
    throw new Error("A verdict was asked for before the testing stage had an output.");
  const { trees } = session.accepted;
  trees.enter(`verdict-${session.verdicts}`);
  trees.know(candidate.snapshot);
  const report = await session.ports.evidence.gather({
    runId: session.runId,
    targetPath: session.accepted.targetPath,
    requirements: session.requirements,
    documents: session.accepted.documents,
    testing: session.testing,
    accepted: session.config.accept,
    baseline: session.ground.baseline,
    final: candidate.snapshot,
    workspaces: trees.disposable(session.ports.workspaces),
    writes: session.writes,
    earlier: await readEarlierVerdicts(session),
    provenBefore: await listProvenBefore(session),
    retiredTests: (session.requirementChanges?.removed ?? []).flatMap(({ leftovers }) => leftovers.tests),
    seed: session.config.seed ?? 0,
    emit: session.recorder.emit,
    signal: session.signal,
  });
  const origins = sourceOrigins(session);
  const findings = [
    ...findUnrequestedChanges(
      candidate.changeSet,
      session.writes,
      (change) => isSourceChange(change, origins),
      documentationPaths,
    ),
    ...findDowngrades(session.requirements, session.accepted.documents, report.criteria),
    ...(await findLeftoverFindings(session, candidate.snapshot)),
    ...(await findDependencyFindings(session, session.ground.installedAtBaseline)),
  ];
  // Tests print what they like, and findings quote sources: nothing of it goes on before it is redacted.
  return redactDeeply(withFindings(report, findings), session.ports.redactor);
}
