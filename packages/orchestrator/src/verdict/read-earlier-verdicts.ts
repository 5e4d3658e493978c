import { type EvidenceRequest, evidenceReportSchema } from "@kimi/contracts";
import { candidateArtifactName, candidateSchema } from "../past-runs/candidate-schema.ts";
import type { RunSession } from "../run-session.ts";

/** The verdicts that the run has kept so far, in order, with the trees they are about. */
export async function readEarlierVerdicts({
  runId,
  ports,
  verdicts,
}: Pick<RunSession, "runId" | "ports" | "verdicts">): Promise<NonNullable<EvidenceRequest["earlier"]>> {
  const read = async (name: string): Promise<unknown> => {
    const content = await ports.store.readArtifact(runId, name);
    return content === null ? null : JSON.parse(Buffer.from(content).toString("utf8"));
  };
  const earlier: NonNullable<EvidenceRequest["earlier"]>[number][] = [];
  for (let attempt = 1; attempt < verdicts; attempt += 1) {
    const candidate = candidateSchema.safeParse(await read(candidateArtifactName(attempt)));
    const report = evidenceReportSchema.safeParse(await read(`test-results/${attempt}.json`));
    if (!candidate.success || !report.success) continue;
    earlier.push({ snapshot: candidate.data.snapshot, criteria: report.data.criteria });
  }
  return earlier;
}
