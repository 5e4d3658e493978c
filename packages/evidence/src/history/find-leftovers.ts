import type { Leftovers, LeftoversRequest, TestId } from "@kimi/contracts";
import { findTestSource } from "../tests-in-source/find-test-source.ts";
import { type OpenHistory, openHistory } from "./open-history.ts";
import { traceBack } from "./trace-back.ts";

/**
 * What applied runs wrote for requirements and for nothing that is still asked for, as far as it stands in the project:
 * lines by whom their tool calls served, tests by what they were bound to.
 */
export async function findLeftovers(request: LeftoversRequest): Promise<ReadonlyMap<string, Leftovers>> {
  const removed = new Set(request.requirements);
  if (removed.size === 0) return new Map();
  const history = await openHistory(request);
  const tests = await findTests(history, removed);
  const lines = new Map<string, { readonly path: string; readonly line: number }[]>();
  for (const path of await listPaths(history, removed)) {
    const text = await history.readPresentLines(path);
    const origins = text === null ? [] : await traceBack(history, path, text);
    for (const [index, { provenance }] of origins.entries()) {
      const served = provenance?.requirements ?? [];
      if (!served.every((id) => removed.has(id))) continue;
      for (const id of served) {
        const own = lines.get(id) ?? [];
        own.push({ path, line: index + 1 });
        lines.set(id, own);
      }
    }
  }
  return new Map(
    [...removed].map((id) => [id, { lines: toRanges(lines.get(id) ?? []), tests: tests.get(id) ?? [] }]),
  );
}

/**
 * Files of which any run says that a line was written for one of the requirements. Files of tests are left out: what of
 * them can go is known by the tests, and one call often writes tests of several requirements.
 */
async function listPaths(history: OpenHistory, removed: ReadonlySet<string>): Promise<readonly string[]> {
  const paths = new Set<string>();
  const tested = new Set<string>();
  for (const { runId } of history.runs) {
    const trace = await history.readTrace(runId);
    for (const { path, requirements } of trace?.lines ?? []) {
      if (requirements.some((id) => removed.has(id))) paths.add(path);
    }
    for (const { criteria } of trace?.requirements ?? []) {
      for (const { test } of criteria.flatMap(({ evidence }) => evidence)) tested.add(test.file);
    }
  }
  return [...paths].filter((path) => !tested.has(path)).toSorted();
}

/** Tests that are in the project and that the last applied run to state a requirement bound to nothing that stands. */
async function findTests(
  history: OpenHistory,
  removed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly TestId[]>> {
  const found = new Map<string, readonly TestId[]>();
  for (const { runId } of history.runs) {
    const stated = (await history.readTrace(runId))?.requirements ?? [];
    const tests = stated.flatMap(({ id, criteria }) =>
      criteria.flatMap(({ evidence }) =>
        evidence.map(({ test }) => ({ id, test, key: JSON.stringify(test) })),
      ),
    );
    const needed = new Set(tests.filter(({ id }) => !removed.has(id)).map(({ key }) => key));
    for (const { id } of stated) {
      if (!removed.has(id) || found.has(id)) continue;
      const own = new Map(
        tests.filter((each) => each.id === id && !needed.has(each.key)).map((each) => [each.key, each.test]),
      );
      found.set(id, await keepPresent(history, [...own.values()]));
    }
  }
  return found;
}

async function keepPresent(history: OpenHistory, tests: readonly TestId[]): Promise<readonly TestId[]> {
  const present: TestId[] = [];
  for (const test of tests) {
    const lines = await history.readPresentLines(test.file);
    if (lines !== null && findTestSource(test, lines.join("\n")) !== null) present.push(test);
  }
  return present;
}

function toRanges(lines: readonly { readonly path: string; readonly line: number }[]): Leftovers["lines"] {
  const ranges: { path: string; startLine: number; endLine: number }[] = [];
  for (const { path, line } of lines) {
    const last = ranges.at(-1);
    if (last?.path === path && last.endLine === line - 1) last.endLine = line;
    else ranges.push({ path, startLine: line, endLine: line });
  }
  return ranges;
}
