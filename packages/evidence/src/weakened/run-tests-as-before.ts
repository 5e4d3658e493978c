import type { EvidenceRequest, TestResult } from "@kimi/contracts";
import { normalisePath } from "../bindings/normalise-path.ts";
import { type ChangedFile, stoodBefore } from "../changed-files.ts";
import { isTestPath } from "../classify-path.ts";
import { isJavaScriptPath } from "../javascript/parse-javascript.ts";
import type { Suite } from "../runners/run-suite.ts";
import { runSuites } from "../runners/run-suites.ts";
import { listTests } from "../tests-in-source/list-tests.ts";

export interface TestsAsBeforeOptions {
  readonly suites: readonly Suite[];
  readonly changes: readonly ChangedFile[];
  readonly timeoutMs: number;
}

/**
 * Runs the tests that stood before the run, as they stood and with what they then relied on, on the final tree: where
 * they pass, altering them sold nothing off.
 */
export async function runTestsAsBefore(
  request: EvidenceRequest,
  { suites, changes, timeoutMs }: TestsAsBeforeOptions,
): Promise<readonly TestResult[]> {
  const concerned = chooseFiles(suites, changes);
  if (concerned.length === 0) return [];
  const stood = changes.filter((change) => stoodBefore(change) && isTestPath(change.path));
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
    overlay: { snapshotId: request.baseline.id, paths: stood.map(({ path }) => path) },
  });
  const results = await runSuites(tree, concerned, request, { tree: "final", timeoutMs: () => timeoutMs });
  return results.flatMap(({ tests }) => tests);
}

/** Test files that were there before: those that changed, and those of the suites, which may rely on what changed. */
function chooseFiles(suites: readonly Suite[], changes: readonly ChangedFile[]): readonly Suite[] {
  const isNew = new Set(changes.flatMap((change) => (stoodBefore(change) ? [] : [change.path])));
  const changed = changes.flatMap(({ path, before }) =>
    before !== null && listTests(path, before).length > 0 ? [path] : [],
  );
  const listed = new Set(suites.flatMap(({ files }) => files.map(normalisePath)));
  return suites
    .map((suite, index) => {
      const kept = suite.files.filter((file) => !isNew.has(file));
      // A file that no suite lists goes to the first runner of its language.
      const more = changed.filter(
        (file) => !listed.has(file) && suites.findIndex((each) => speaks(each, file)) === index,
      );
      return { ...suite, files: [...kept, ...more] };
    })
    .filter(({ files }) => files.length > 0);
}

function speaks({ files }: Suite, path: string): boolean {
  const [first = ""] = files;
  return isJavaScriptPath(first) === isJavaScriptPath(path);
}
