import { type EvidenceReport, type EvidenceRequest, KimiError } from "@kimi/contracts";
import { bindTests, type BoundTest } from "./bindings/bind-tests.ts";
import { readChangedFiles } from "./changed-files.ts";
import { isGeneratedPath, mayHoldTests } from "./classify-path.ts";
import { addEarlierProofs } from "./red/add-earlier-proofs.ts";
import { checkRed, type TestOfRequirement } from "./red/check-red.ts";
import { redKey, requirementOf } from "./red/red-key.ts";
import { findRegressions } from "./regressions/find-regressions.ts";
import { runFinal } from "./runners/run-final.ts";
import { findSpecialCases } from "./special-cased/find-special-cases.ts";
import { computeVerdict, judgeCriteria } from "./verdict/compute-verdict.ts";
import { excuseWeakenings } from "./weakened/excuse-weakenings.ts";
import { findBentTests } from "./weakened/find-bent-tests.ts";
import { findWeakenedTests } from "./weakened/find-weakened-tests.ts";
import { isTestSettingsPath } from "./weakened/read-test-settings.ts";

export interface GatherOptions {
  /** Executions with something taken away, at most. @default 16 */
  readonly maxHollowRuns?: number;
}

/**
 * Runs the tests on the final tree, looks up the bound ones, runs those that passed where the behaviour is absent,
 * and computes from all this what is proven.
 */
export async function gatherEvidence(
  request: EvidenceRequest,
  { maxHollowRuns = 16 }: GatherOptions = {},
): Promise<EvidenceReport> {
  const { timeoutMs = 300_000, testing, final } = request;
  stopWhenCancelled(request);
  const changes = await readChangedFiles(
    request.workspaces,
    request.baseline,
    final,
    (path) => (mayHoldTests(path) || isTestSettingsPath(path)) && !isGeneratedPath(path),
  );
  const { suites, results } = await runFinal(request, timeoutMs);
  const bound = bindTests(testing.bindings, results);
  stopWhenCancelled(request);
  const checked = await checkRed(request, listPassed(bound), {
    suites,
    changedPaths: changes.paths,
    final: results,
    timeoutMs,
    maxHollowRuns,
  });
  const red = await addEarlierProofs(request, checked);
  const proven = judgeCriteria({ ...request, bound, red });
  const { refuted, findings: specialCases } = await findSpecialCases(request, {
    suites,
    criteria: proven,
    timeoutMs,
  });
  const criteria = judgeCriteria({ ...request, bound, red, refuted });
  const excuse = await excuseWeakenings(request, {
    suites,
    changes: changes.files,
    bound,
    criteria,
    timeoutMs,
  });
  const findings = [
    ...findWeakenedTests(changes.files, excuse),
    ...(await findBentTests(request, bound)),
    ...specialCases,
    ...(await findRegressions(request, { suites, results, bound, timeoutMs })),
  ];
  const verdict = computeVerdict({ ...request, bound, red, refuted, findings });
  return { treeHash: final.treeHash, snapshotId: final.id, ...verdict, suites: results, findings };
}

/** Tests worth a red check: passed, in suites whose results can be used; each once for a requirement. */
function listPassed(bound: readonly BoundTest[]): readonly TestOfRequirement[] {
  const passed = bound.filter(
    ({ result, suiteProblems }) => result?.outcome === "passed" && suiteProblems.length === 0,
  );
  const tests = passed.map(({ id, criterion }) => ({ id, requirement: requirementOf(criterion) }));
  return [...new Map(tests.map((test) => [redKey(test.requirement, test.id), test])).values()];
}

function stopWhenCancelled({ signal }: EvidenceRequest): void {
  if (signal.aborted) throw new KimiError("cancelled", "The run was cancelled while evidence was gathered.");
}
