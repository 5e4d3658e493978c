import type { EvidenceRequest, Finding, SuiteResult, TestResult } from "@kimi/contracts";
import type { BoundTest } from "../bindings/bind-tests.ts";
import { cutText } from "../cut-text.ts";
import { judgeRed, testKey } from "../red/judge-red.ts";
import { runBaseline } from "../red/run-baseline.ts";
import type { Suite } from "../runners/run-suite.ts";
import { runSuites } from "../runners/run-suites.ts";
import { describeStanding } from "./describe-standing.ts";
import { runExistingTests } from "./run-existing-tests.ts";

export interface FinalResults {
  readonly suites: readonly Suite[];
  readonly results: readonly SuiteResult[];
  readonly bound: readonly BoundTest[];
  readonly timeoutMs: number;
}

/**
 * What no criterion is bound to and the run broke all the same: tests of the suites, and the project's own tests that no
 * suite lists. One that failed before the run as well, in the tree as it then was, is mentioned only, and so is one that
 * does not fail again.
 */
export async function findRegressions(
  request: EvidenceRequest,
  { suites, results, bound, timeoutMs }: FinalResults,
): Promise<readonly Finding[]> {
  const existing = await runExistingTests(request, timeoutMs);
  const all = { suites: [...suites, ...existing.suites], results: [...results, ...existing.results] };
  const known = new Set(bound.map(({ id }) => testKey(id)));
  const failing = all.results
    .flatMap(({ tests }) => tests)
    .filter(({ id, outcome }) => outcome === "failed" && !known.has(testKey(id)));
  const silent = await listSilent(request, all.results);
  const files = new Set([...failing.map(({ id }) => id.file), ...silent]);
  const concerned = keepFiles(all.suites, files);
  if (concerned.length === 0) return describeObstacles(existing.obstacles);
  const before = await runBaseline(request, concerned, { carryOver: [], timeoutMs });
  const fresh = failing.filter(({ id }) => !failedIn(before, id));
  const again = await runAgain(
    request,
    keepFiles(all.suites, new Set(fresh.map(({ id }) => id.file))),
    timeoutMs,
  );
  return [
    ...fresh.map((test) => describeFresh(test, again)),
    ...describeStanding(failing.filter((test) => !fresh.includes(test))),
    ...silent.flatMap((file) => describeSilent(file, all.results, before)),
    ...describeObstacles(existing.obstacles),
  ];
}

/** Files that stood before and of which the final tree ran nothing, or not to the end. */
async function listSilent(
  { workspaces, baseline }: EvidenceRequest,
  results: readonly SuiteResult[],
): Promise<readonly string[]> {
  const silent = results
    .filter(({ problems }) => problems.length > 0)
    .flatMap(({ files, tests, problems }) =>
      files.filter(
        (file) =>
          problems.some((problem) => problem.startsWith(`${file}: `)) ||
          !tests.some(({ id }) => id.file === file),
      ),
    );
  const stood = await Promise.all(
    silent.map(async (file) => ((await workspaces.readFile(baseline.id, file)) === null ? [] : [file])),
  );
  return stood.flat();
}

function keepFiles(suites: readonly Suite[], files: ReadonlySet<string>): readonly Suite[] {
  return suites
    .map((suite) => ({ ...suite, files: suite.files.filter((file) => files.has(file)) }))
    .filter((suite) => suite.files.length > 0);
}

function failedIn(results: readonly SuiteResult[], id: TestResult["id"]): boolean {
  const { outcome } = judgeRed(id, results);
  return outcome === "red-assertion" || outcome === "red-error";
}

async function runAgain(
  request: EvidenceRequest,
  suites: readonly Suite[],
  timeoutMs: number,
): Promise<readonly SuiteResult[]> {
  if (suites.length === 0) return [];
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  return await runSuites(tree, suites, request, { tree: "final", timeoutMs: () => timeoutMs });
}

function describeFresh({ id, message }: TestResult, again: readonly SuiteResult[]): Finding {
  const passes = judgeRed(id, again).outcome === "green";
  const [first = ""] = (message ?? "").split("\n");
  const how = passes ? "fails at one time and passes at another" : "fails";
  return {
    kind: "failing-test",
    blocking: !passes,
    path: id.file,
    message: cutText(`“${id.name}” ${how}: ${first}`, 400),
  };
}

/** A file whose tests passed before the run and do not run any more. */
function describeSilent(
  file: string,
  final: readonly SuiteResult[],
  before: readonly SuiteResult[],
): readonly Finding[] {
  const ran = new Set(final.flatMap(({ tests }) => tests.map(({ id }) => testKey(id))));
  const lost = before
    .flatMap(({ tests }) => tests)
    .filter(({ id, outcome }) => id.file === file && outcome === "passed" && !ran.has(testKey(id)));
  const suite = final.find(({ files }) => files.includes(file));
  const problem = suite?.problems.find((each) => each.startsWith(`${file}: `)) ?? suite?.problems[0] ?? "";
  const why = cutText(problem.replace(`${file}: `, ""), 400);
  if (lost.length === 0) return [];
  const count =
    lost.length === 1
      ? "A test that passed before the run does"
      : `${lost.length} tests that passed before the run do`;
  return [{ kind: "failing-test", blocking: true, path: file, message: `${count} not run any more: ${why}` }];
}

function describeObstacles(obstacles: readonly string[]): readonly Finding[] {
  return obstacles.map((obstacle) => ({
    kind: "not-run",
    blocking: false,
    path: null,
    message: cutText(`Tests that stood before the run could not be run. ${obstacle}`, 600),
  }));
}
