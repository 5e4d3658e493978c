import type { EvidenceRequest, SuiteResult, TestingOutput } from "@kimi/contracts";
import { bindTests } from "../bindings/bind-tests.ts";
import { mergeRepeated } from "./merge-repeated.ts";
import { restoreFinal } from "./restore-final.ts";
import type { Suite } from "./run-suite.ts";
import { runSuites } from "./run-suites.ts";
import { selectSuites } from "./select-suites.ts";

/** The suites that can run, and the results of all, those of runners that are not there included. */
export interface FinalRun {
  readonly suites: readonly Suite[];
  readonly results: readonly SuiteResult[];
}

/**
 * Runs the suites in a disposable copy of the final tree, and then once more, from the same files, those that
 * criteria are bound to.
 */
export async function runFinal(request: EvidenceRequest, timeoutMs: number): Promise<FinalRun> {
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  const { suites, unavailable } = await selectSuites(request.testing, tree, request.signal);
  const options = { tree: "final", timeoutMs: () => timeoutMs } as const;
  const first = await runSuites(tree, suites, request, options);
  const repeated = keepBound(suites, first, request.testing.bindings);
  if (repeated.length === 0) return { suites, results: [...first, ...unavailable] };
  await restoreFinal(tree, request.final);
  const second = await runSuites(tree, repeated, request, options);
  return { suites, results: [...mergeRepeated(first, second), ...unavailable] };
}

/** Of each suite the files with bound tests that passed: nothing else needs to be sure. */
function keepBound(
  suites: readonly Suite[],
  results: readonly SuiteResult[],
  bindings: TestingOutput["bindings"],
): readonly Suite[] {
  const passed = new Set(
    bindTests(bindings, results).flatMap(({ id, result }) => (result?.outcome === "passed" ? [id.file] : [])),
  );
  return suites
    .map((suite) => ({ ...suite, files: suite.files.filter((file) => passed.has(file)) }))
    .filter(({ files }) => files.length > 0);
}
