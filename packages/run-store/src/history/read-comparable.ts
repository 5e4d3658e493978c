import {
  type Change,
  changeSetSchema,
  type EvidenceReport,
  evidenceReportSchema,
  type Requirement,
  requirementSchema,
  type RunConfig,
  type RunStore,
} from "@kimi/contracts";
import { z } from "zod";

/** What of a run can be held against another's. */
export interface ReadableRun {
  readonly config: RunConfig;
  readonly requirements: readonly Requirement[];
  /** The last verdict; `null` before the first. */
  readonly report: EvidenceReport | null;
  /** Of the tree that the last verdict is about. */
  readonly changes: readonly Change[];
}

/** Reads it from the run's artifacts; `null` when there is no such run. */
export async function readComparable(
  store: Pick<RunStore, "readRun" | "readArtifact" | "listArtifacts">,
  runId: string,
): Promise<ReadableRun | null> {
  const run = await store.readRun(runId);
  if (run === null) return null;
  const names = (await store.listArtifacts(runId)).map(({ name }) => name);
  const verdicts = names.flatMap((name) => /^test-results\/(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  const last = Math.max(0, ...verdicts);
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const content = await store.readArtifact(runId, name);
    return content === null ? null : schema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  };
  return {
    config: run.config,
    requirements: (await read("requirements.json", z.array(requirementSchema))) ?? [],
    report: await read(`test-results/${last}.json`, evidenceReportSchema),
    changes: (await read(`internal/attempts/${last}.json`, candidateSchema))?.changeSet.changes ?? [],
  };
}

const candidateSchema = z.object({ changeSet: changeSetSchema });
