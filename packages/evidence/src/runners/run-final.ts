import type { EvidenceRequest, SuiteResult } from "@kimi/contracts";
import type { Suite } from "./run-suite.ts";
import { runSuites } from "./run-suites.ts";
import { selectSuites } from "./select-suites.ts";

/** The suites that can run, and the results of all, those of runners that are not there included. */
export interface FinalRun {
  readonly suites: readonly Suite[];
  readonly results: readonly SuiteResult[];
}

/** Runs the suites in a disposable copy of the final tree. */
export async function runFinal(request: EvidenceRequest, timeoutMs: number): Promise<FinalRun> {
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  const { suites, unavailable } = await selectSuites(request.testing, tree, request.signal);
  const results = await runSuites(tree, suites, request, { tree: "final", timeoutMs: () => timeoutMs });
  return { suites, results: [...results, ...unavailable] };
}
