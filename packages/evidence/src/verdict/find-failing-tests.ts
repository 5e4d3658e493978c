import type { EvidenceRequest, Finding, SuiteResult, TestResult } from "@kimi/contracts";
import type { BoundTest } from "../bindings/bind-tests.ts";
import { cutText } from "../cut-text.ts";
import { judgeRed, testKey } from "../red/judge-red.ts";
import { runBaseline } from "../red/run-baseline.ts";
import type { Suite } from "../runners/run-suite.ts";

export interface FinalResults {
  readonly suites: readonly Suite[];
  readonly results: readonly SuiteResult[];
  readonly bound: readonly BoundTest[];
  readonly timeoutMs: number;
}

/**
 * Tests that fail on the final tree and that no criterion is bound to. One that failed before the run as well, in the
 * tree as it then was, is not blamed on the run, and mentioned only.
 */
export async function findFailingTests(
  request: EvidenceRequest,
  { suites, results, bound, timeoutMs }: FinalResults,
): Promise<readonly Finding[]> {
  const known = new Set(bound.map(({ id }) => testKey(id)));
  const failing = results
    .flatMap(({ tests }) => tests)
    .filter(({ id, outcome }) => outcome === "failed" && !known.has(testKey(id)));
  if (failing.length === 0) return [];
  const files = new Set(failing.map(({ id }) => id.file));
  const concerned = suites
    .map((suite) => ({ ...suite, files: suite.files.filter((file) => files.has(file)) }))
    .filter((suite) => suite.files.length > 0);
  const before = await runBaseline(request, concerned, { carryOver: [], timeoutMs });
  return failing.map((test) => describeFailing(test, before));
}

function describeFailing({ id, message }: TestResult, before: readonly SuiteResult[]): Finding {
  const { outcome } = judgeRed(id, before);
  const failedBefore = outcome === "red-assertion" || outcome === "red-error";
  const since = failedBefore ? ", as it did before the run" : "";
  const [first = ""] = (message ?? "").split("\n");
  return {
    kind: "failing-test",
    blocking: !failedBefore,
    path: id.file,
    message: cutText(`“${id.name}” fails${since}: ${first}`, 400),
  };
}
