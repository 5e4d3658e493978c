import type { RunSession } from "../run-session.ts";
import { takeCandidate } from "../workspace/take-candidate.ts";
import { writeDocumentation } from "../documentation/write-documentation.ts";
import { computeReport } from "./compute-report.ts";
import { recordVerdict } from "./record-verdict.ts";

/** Computes the verdict anew when a stage after testing, or the documentation, changed the tree. */
export async function rejudgeWhenChanged(session: RunSession): Promise<void> {
  const documentationPaths = session.config.writeDocs ? await writeDocumentation(session) : new Set<string>();
  const candidate = await takeCandidate(session);
  if (candidate.snapshot.treeHash === session.report?.treeHash) return;
  session.verdicts += 1;
  await recordVerdict(session, candidate, await computeReport(session, candidate, documentationPaths));
}
