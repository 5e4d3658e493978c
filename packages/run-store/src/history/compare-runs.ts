import { type Change, KimiError, type Requirement, type RunConfig, type RunStore } from "@kimi/contracts";
import { type ReadableRun, readComparable } from "./read-comparable.ts";

/** Something both runs have, differently; `null` where one has none. */
export interface Difference {
  /** A field of the configuration, a criterion's id, or a path. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is different in a later run. Empty lists: nothing. */
export interface RunComparison {
  readonly before: string;
  readonly after: string;
  readonly config: readonly Difference[];
  readonly requirements: {
    readonly added: readonly Requirement[];
    readonly changed: readonly { readonly before: Requirement; readonly after: Requirement }[];
    readonly removed: readonly Requirement[];
  };
  /** Status of each criterion that is not the same. */
  readonly verdicts: readonly Difference[];
  /** What each run made of a path (`added`, `modified`, `removed` …), where that or the content is not the same. */
  readonly files: readonly Difference[];
}

/**
 * What is different between two runs: input, requirements, last verdict, and files they changed.
 * @throws KimiError `usage` when there is no such run.
 */
export async function compareRuns(
  store: Pick<RunStore, "readRun" | "readArtifact" | "listArtifacts">,
  beforeId: string,
  afterId: string,
): Promise<RunComparison> {
  const [before, after] = [await readComparable(store, beforeId), await readComparable(store, afterId)];
  if (before === null || after === null)
    throw new KimiError("usage", `There is no run ${before === null ? beforeId : afterId}.`);
  return {
    before: beforeId,
    after: afterId,
    config: differences(fieldsOf(before.config), fieldsOf(after.config)),
    requirements: compareRequirements(before, after),
    verdicts: differences(verdictsOf(before), verdictsOf(after)),
    files: compareFiles(before.changes, after.changes),
  };
}

function compareRequirements(before: ReadableRun, after: ReadableRun): RunComparison["requirements"] {
  const earlier = new Map(before.requirements.map((one) => [one.id, one]));
  const later = new Set(after.requirements.map(({ id }) => id));
  return {
    added: after.requirements.filter(({ id }) => !earlier.has(id)),
    changed: after.requirements.flatMap((one) => {
      const was = earlier.get(one.id);
      return was === undefined || JSON.stringify(wordsOf(was)) === JSON.stringify(wordsOf(one))
        ? []
        : [{ before: was, after: one }];
    }),
    removed: before.requirements.filter(({ id }) => !later.has(id)),
  };
}

// Where the words stand in a document is no part of what is asked for.
function wordsOf({ title, statement, priority, criteria }: Requirement): unknown {
  return [title, statement, priority, criteria.map(({ id, text }) => [id, text])];
}

function fieldsOf(config: RunConfig): ReadonlyMap<string, string> {
  return new Map(Object.entries(config).map(([name, value]) => [name, JSON.stringify(value)]));
}

function verdictsOf({ report }: ReadableRun): ReadonlyMap<string, string> {
  return new Map(report?.criteria.map(({ criterion, status }) => [criterion, status]));
}

function compareFiles(before: readonly Change[], after: readonly Change[]): readonly Difference[] {
  const [kindsBefore, kindsAfter] = [kindsOf(before), kindsOf(after)];
  return differences(statesOf(before), statesOf(after)).map(({ name }) => ({
    name,
    before: kindsBefore.get(name) ?? null,
    after: kindsAfter.get(name) ?? null,
  }));
}

function kindsOf(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(changes.map((one) => [one.path, one.kind]));
}

function statesOf(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(changes.map((one) => [one.path, JSON.stringify([one.kind, one.after])]));
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null }));
}
