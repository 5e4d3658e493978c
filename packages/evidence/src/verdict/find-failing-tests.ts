import type { Finding, SuiteResult } from "@kimi/contracts";
import type { BoundTest } from "../bindings/bind-tests.ts";
import { cutText } from "../cut-text.ts";
import { judgeRed, testKey } from "../red/judge-red.ts";

/**
 * Tests that fail on the final tree and that no criterion is bound to. One that failed before the run as well is not
 * blamed on it, and is mentioned only.
 */
export function findFailingTests(
  final: readonly SuiteResult[],
  baseline: readonly SuiteResult[],
  bound: readonly BoundTest[],
): readonly Finding[] {
  const known = new Set(bound.map(({ id }) => testKey(id)));
  return final.flatMap(({ tests }) =>
    tests
      .filter(({ id, outcome }) => outcome === "failed" && !known.has(testKey(id)))
      .map(({ id, message }): Finding => {
        const before = judgeRed(id, baseline).outcome;
        const failedBefore = before === "red-assertion" || before === "red-error";
        const since = failedBefore ? ", as it did before the run" : "";
        return {
          kind: "failing-test",
          blocking: !failedBefore,
          path: id.file,
          message: cutText(`“${id.name}” fails${since}: ${(message ?? "").split("\n")[0] ?? ""}`, 400),
        };
      }),
  );
}
