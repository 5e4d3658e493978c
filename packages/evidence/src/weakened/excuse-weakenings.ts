import type { CriterionVerdict, EvidenceRequest, Requirement, TestResult } from "@kimi/contracts";
import type { BoundTest } from "../bindings/bind-tests.ts";
import type { ChangedFile } from "../changed-files.ts";
import type { Suite } from "../runners/run-suite.ts";
import { excuseRetired } from "./excuse-retired.ts";
import { findAskingWords } from "./find-asking-words.ts";
import type { Excuse } from "./find-weakened-tests.ts";
import { listWeakenings } from "./list-weakenings.ts";
import { runTestsAsBefore } from "./run-tests-as-before.ts";
import type { Weakening } from "./weakening.ts";

/** What speaks for a weakening: the results of the run. */
export interface ExcuseContext {
  readonly suites: readonly Suite[];
  readonly changes: readonly ChangedFile[];
  readonly bound: readonly BoundTest[];
  readonly criteria: readonly CriterionVerdict[];
  readonly timeoutMs: number;
}

/**
 * Finds what excuses weakenings. Words of a document that ask for one always do, and so does a document that no longer
 * asks for what the test proved. Altered expectations, fixtures and
 * snapshots are also excused when the tests still pass as they stood before, and when each that does not is bound to a
 * proven criterion of a requirement that a document asks for: then the documents ask for another result.
 */
export async function excuseWeakenings(request: EvidenceRequest, context: ExcuseContext): Promise<Excuse> {
  const open = listWeakenings(context.changes).filter(
    (each) =>
      (each.kind === "expectation" || each.kind === "support") &&
      excuseRetired(each, request) === null &&
      findAskingWords(each, request.requirements) === null,
  );
  const before = open.length === 0 ? [] : await runTestsAsBefore(request, context);
  const wanted = listWanted(request.requirements, context);
  return (weakening) =>
    excuseRetired(weakening, request) ??
    findAskingWords(weakening, request.requirements) ??
    excuseByResults(weakening, before, wanted);
}

function excuseByResults(
  { kind, path, test }: Weakening,
  before: readonly TestResult[],
  wanted: ReadonlyMap<string, string>,
): string | null {
  if (kind !== "expectation" && kind !== "support") return null;
  // What tests of a file share concerns them alone.
  const ofFile = before.filter(({ id }) => id.file === path);
  const concerned =
    kind === "support"
      ? ofFile.length > 0
        ? ofFile
        : before
      : before.filter(({ id }) => id.file === path && nameOf(id.name) === nameOf(test ?? ""));
  const fallen = concerned.filter(({ outcome }) => outcome !== "passed");
  if (concerned.length > 0 && fallen.length === 0)
    return "As it stood before, it holds on the final tree too.";
  const keys =
    kind === "expectation" ? [keyOf(path, test ?? "")] : fallen.map(({ id }) => keyOf(id.file, id.name));
  const criteria = keys.map((key) => wanted.get(key));
  if (keys.length === 0 || criteria.includes(undefined)) return null;
  return `A document asks for another result: it is bound to ${[...new Set(criteria)].join(", ")}.`;
}

/** The proven criteria of what documents ask for, by the tests that are bound to them. */
function listWanted(
  requirements: readonly Requirement[],
  { bound, criteria }: ExcuseContext,
): ReadonlyMap<string, string> {
  const quoted = new Set(
    requirements
      .filter(({ quotations }) => quotations.length > 0)
      .flatMap((requirement) => requirement.criteria.map(({ id }) => id)),
  );
  const proven = new Set(
    criteria.flatMap(({ criterion, status }) => (status === "proven" ? [criterion] : [])),
  );
  return new Map(
    bound
      .filter(({ criterion }) => quoted.has(criterion) && proven.has(criterion))
      .map(({ id, criterion }) => [keyOf(id.file, id.name), criterion]),
  );
}

function keyOf(file: string, name: string): string {
  return `${file}\0${nameOf(name)}`;
}

/** Without the parameters of pytest, which the source does not name. */
function nameOf(name: string): string {
  return name
    .replace(/\[[^\]]*\]$/, "")
    .trim()
    .replaceAll(/\s+/g, " ");
}
