import type { EvidenceRequest, SuiteResult, TestingOutput } from "@kimi/contracts";
import { bindTests } from "../bindings/bind-tests.ts";
import { readWork } from "../read-work.ts";
import { rewordChanges } from "../reworded/reword-changes.ts";
import { markTextual } from "./mark-textual.ts";
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
 * Runs the suites in a disposable copy of the final tree, and then once more those that criteria are bound to, with the
 * work of the run in other words: whoever only runs it sees no difference. What ends otherwise there is run a third time
 * on the tree as it is, which tells tests that read the sources from tests that do not end the same way twice.
 */
export async function runFinal(request: EvidenceRequest, timeoutMs: number): Promise<FinalRun> {
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  const { suites, unavailable } = await selectSuites(request.testing, tree, request.signal);
  const run = async (chosen: readonly Suite[]): Promise<readonly SuiteResult[]> =>
    await runSuites(tree, chosen, request, { tree: "final", timeoutMs: () => timeoutMs });
  const first = await run(suites);
  const finish = (results: readonly SuiteResult[]): FinalRun => ({
    suites,
    results: [...results, ...unavailable],
  });
  const repeated = keepBound(suites, first, request.testing.bindings);
  if (repeated.length === 0) return finish(first);
  await restoreFinal(tree, request.final);
  const reworded = rewordChanges(await readWork(request));
  const encoder = new TextEncoder();
  if (reworded.size > 0) {
    await tree.files.edit(
      [...reworded].map(([path, text]) => ({ kind: "write", path, content: encoder.encode(text) })),
    );
  }
  const second = mergeRepeated(first, await run(repeated));
  const differing = keepDiffering(repeated, first, second);
  if (reworded.size === 0 || differing.length === 0) return finish(second);
  await restoreFinal(tree, request.final);
  return finish(markTextual(second, mergeRepeated(first, await run(differing)), differing));
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

/** Suites in which something ended otherwise the second time. */
function keepDiffering(
  suites: readonly Suite[],
  first: readonly SuiteResult[],
  merged: readonly SuiteResult[],
): readonly Suite[] {
  return suites.filter(({ adapter, files }) =>
    merged.some(({ runner, files: ran, tests, problems }, index) => {
      if (runner !== adapter.runner || !files.some((file) => ran.includes(file))) return false;
      const isDifferent = tests.some(({ outcome }) => outcome === "flaky");
      return isDifferent || problems.length > (first[index]?.problems.length ?? 0);
    }),
  );
}
