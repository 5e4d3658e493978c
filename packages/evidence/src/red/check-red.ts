import type { EvidenceRequest, RedCheck, SuiteResult, TestId } from "@kimi/contracts";
import { checkHollow } from "../hollow/check-hollow.ts";
import { readWork } from "../read-work.ts";
import type { Suite } from "../runners/run-suite.ts";
import { judgeRed } from "./judge-red.ts";
import { redKey } from "./red-key.ts";
import { carriedOver, runBaseline } from "./run-baseline.ts";

/** By {@link redKey}, in the order the checks were made. */
export type RedChecks = ReadonlyMap<string, readonly RedCheck[]>;

/** A test that is to prove a criterion of a requirement. */
export interface TestOfRequirement {
  readonly id: TestId;
  readonly requirement: string;
}

export interface RedOptions {
  readonly suites: readonly Suite[];
  readonly changedPaths: readonly string[];
  /** How the suites ended on the final tree. */
  readonly final: readonly SuiteResult[];
  readonly timeoutMs: number;
  readonly maxHollowRuns: number;
}

/**
 * Finds out whether tests that pass on the final tree fail by assertion where the behaviour is absent: in the tree
 * before the run, and, since there a test may fail just because something is not there yet, in the final tree with the
 * work of the run taken away and all names kept.
 */
export async function checkRed(
  request: EvidenceRequest,
  tests: readonly TestOfRequirement[],
  options: RedOptions,
): Promise<RedChecks> {
  if (tests.length === 0) return new Map();
  const { suites, timeoutMs } = options;
  const baseline = await runBaseline(request, suites, {
    carryOver: options.changedPaths.filter(carriedOver(request)),
    timeoutMs,
  });
  const checks = new Map(
    tests.map(({ id, requirement }): [string, readonly RedCheck[]] => {
      const { outcome, message } = judgeRed(id, baseline);
      return [redKey(requirement, id), [{ method: "baseline", outcome, detail: message }]];
    }),
  );
  const subjects = tests.map(({ id, requirement }) => {
    const [check] = checks.get(redKey(requirement, id)) ?? [];
    return { id, requirement, greenBefore: check?.outcome === "green" };
  });
  const hollow = await checkHollow(request, subjects, {
    suites,
    changes: await readWork(request),
    changedPaths: options.changedPaths,
    maxRuns: options.maxHollowRuns,
    maxTotalMs: timeoutMs,
    timeoutMs: ({ adapter }) => limitOf(adapter.runner, options),
    python: findPython(suites),
  });
  for (const [key, check] of hollow) checks.set(key, [...(checks.get(key) ?? []), check]);
  return checks;
}

/** Broken code may hang: what takes far longer than the sound tree did is ended. */
function limitOf(runner: string, { final, timeoutMs }: RedOptions): number {
  const durations = final.filter((suite) => suite.runner === runner).map(({ durationMs }) => durationMs);
  const sound = durations.length === 0 ? timeoutMs : Math.max(...durations);
  return Math.min(timeoutMs, Math.max(15_000, sound * 5));
}

/** The interpreter that runs the tests reads the sources too; without pytest, whichever is first on PATH. */
function findPython(suites: readonly Suite[]): string {
  return (
    suites.find(({ adapter }) => /^(?:pytest|unittest)$/.test(adapter.runner))?.program.argv[0] ?? "python3"
  );
}
