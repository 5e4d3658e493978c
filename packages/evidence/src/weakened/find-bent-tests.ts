import type { CriterionVerdict, EvidenceRequest, Finding, Snapshot, TestId } from "@kimi/contracts";
import { type BoundTest, isBoundTo } from "../bindings/bind-tests.ts";
import { decodeText } from "../decode-text.ts";
import { standsIn } from "../special-cased/stands-in.ts";
import { listLiterals } from "../special-cased/list-literals.ts";
import { listTests } from "../tests-in-source/list-tests.ts";

/** What the comparison looks at. */
export type BentTestsRequest = Pick<
  EvidenceRequest,
  "requirements" | "documents" | "baseline" | "final" | "earlier"
> & { readonly workspaces: Pick<EvidenceRequest["workspaces"], "readFile"> };

/**
 * Tests of the run's own that failed in an earlier verdict of it and were mended by expecting something else. A wrong
 * expectation may be corrected to what the criterion or a document names; what they do not name, and an assertion that is
 * merely dropped, may be the code's fault bent into a test, and blocks.
 */
export async function findBentTests(
  request: BentTestsRequest,
  bound: readonly BoundTest[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { requirement, id, text } of listCriteria(request)) {
    const failed = await findFailed(request, id);
    if (failed.length === 0) continue;
    const now = bound.filter(({ criterion }) => criterion === id).map((test) => test.id);
    const assertions = await readAssertions(request, request.final, now);
    const named = [text, requirement.statement, ...nameWords(request)].join("\n");
    for (const { test, assertions: before } of failed) {
      const bent = before.find((each) => isBent(each, assertions, named));
      if (bent !== undefined) findings.push(describe(test, bent));
    }
  }
  return findings;
}

function listCriteria({ requirements }: BentTestsRequest) {
  return requirements.flatMap((requirement) =>
    requirement.criteria.map((each) => ({ requirement, ...each })),
  );
}

function nameWords({ requirements, documents = [] }: BentTestsRequest): readonly string[] {
  const quoted = requirements.flatMap(({ quotations }) => quotations.map(({ text }) => text));
  return [...quoted, ...documents.map(({ text }) => text)];
}

interface FailedTest {
  readonly test: TestId;
  readonly assertions: readonly string[];
}

/** The tests by which a criterion last failed, as they stood then; tests that were there before the run are judged elsewhere. */
async function findFailed(request: BentTestsRequest, criterion: string): Promise<readonly FailedTest[]> {
  const verdicts = (request.earlier ?? []).map(({ snapshot, criteria }) => ({
    snapshot,
    tests: criteria.filter((each) => each.criterion === criterion).flatMap(listFailing),
  }));
  const last = verdicts.findLast(({ tests }) => tests.length > 0);
  if (last === undefined) return [];
  const failed: FailedTest[] = [];
  for (const test of last.tests) {
    if ((await request.workspaces.readFile(request.baseline.id, test.file)) !== null) continue;
    failed.push({ test, assertions: await readAssertions(request, last.snapshot, [test]) });
  }
  return failed;
}

function listFailing({ evidence }: CriterionVerdict): readonly TestId[] {
  return evidence.flatMap(({ test, result }) =>
    result?.outcome === "failed" && result.failure !== "load" ? [test] : [],
  );
}

async function readAssertions(
  { workspaces }: BentTestsRequest,
  snapshot: Snapshot,
  tests: readonly TestId[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of tests) {
    const text = decodeText(await workspaces.readFile(snapshot.id, id.file)) ?? "";
    const test = listTests(id.file, text).find(({ name }) => isBoundTo(id, name));
    found.push(...(test?.assertions ?? []));
  }
  return found;
}

const trifles = new Set(["", "0", "1", "true", "false"]);

/** Whether an assertion is gone, and what takes its place expects something that no words name. */
function isBent(assertion: string, now: readonly string[], named: string): boolean {
  const literals = readLiterals(assertion);
  if (literals.length === 0) return false;
  const successors = now.map(readLiterals).filter((each) => each.some((value) => literals.includes(value)));
  return !successors.some((each) =>
    each.every((value) => literals.includes(value) || standsIn(named, value)),
  );
}

function readLiterals(assertion: string): readonly string[] {
  return listLiterals(assertion)
    .map(({ value }) => value)
    .filter((value) => !trifles.has(value));
}

function describe({ file, name }: TestId, assertion: string): Finding {
  const message = `“${name}” failed, and was mended by expecting something that neither its criterion nor a document names, or nothing: ${assertion}`;
  return { kind: "weakened-test", blocking: true, path: file, message };
}
