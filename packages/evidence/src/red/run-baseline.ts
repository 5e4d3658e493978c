import type { EvidenceRequest, SuiteResult } from "@kimi/contracts";
import { normalisePath } from "../bindings/normalise-path.ts";
import { isInstalledPath, isProjectSettings, isTestPath } from "../classify-path.ts";
import type { Suite } from "../runners/run-suite.ts";
import { runSuites } from "../runners/run-suites.ts";

/**
 * Runs the suites in the tree as it was before the run, with the tests of the final one (`carryOver`) or with those
 * that stood there.
 */
export async function runBaseline(
  request: EvidenceRequest,
  suites: readonly Suite[],
  options: { readonly carryOver: readonly string[]; readonly timeoutMs: number },
): Promise<readonly SuiteResult[]> {
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.baseline.id,
    targetPath: request.targetPath,
    kind: "private",
    overlay: { snapshotId: request.final.id, paths: options.carryOver },
  });
  return await runSuites(tree, suites, request, { tree: "baseline", timeoutMs: () => options.timeoutMs });
}

/** Tests, what they need, manifests and installed dependencies are those of the final tree. */
export function carriedOver({ testing }: Pick<EvidenceRequest, "testing">): (path: string) => boolean {
  const isTestSide = belongsToTests(testing);
  return (path) => isTestSide(path) || isProjectSettings(path) || isInstalledPath(path);
}

/** Whether a path belongs to the tests: by its name, or because the testing output says so. */
export function belongsToTests(testing: EvidenceRequest["testing"]): (path: string) => boolean {
  const named = new Set(
    [...testing.suites.flatMap(({ files }) => files), ...testing.supportFiles].map(normalisePath),
  );
  return (path) => named.has(path) || isTestPath(path);
}
