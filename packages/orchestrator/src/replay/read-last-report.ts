import { evidenceReportSchema, type EvidenceReport, type RunStore } from "@kimi/contracts";

/** The last verdict that a run's store has; `null` when the run came to none. */
export async function readLastReport(
  store: Pick<RunStore, "readArtifact">,
  runId: string,
): Promise<EvidenceReport | null> {
  let last: EvidenceReport | null = null;
  for (let verdict = 1; ; verdict += 1) {
    const content = await store.readArtifact(runId, `test-results/${verdict}.json`);
    if (content === null) return last;
    last = evidenceReportSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  }
}
