import type { EvidenceRequest, RedCheck } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { redKey } from "../red/red-key.ts";
import type { Suite } from "../runners/run-suite.ts";
import { confirmRed } from "./confirm-red.ts";
import { describeHollow, type HollowHints } from "./describe-hollow.ts";
import { groupByRequirement, type MutationGroup } from "./group-by-requirement.ts";
import { HollowBench, type HollowLimits, type HollowSubject } from "./hollow-bench.ts";
import { LineOwners } from "./line-owners.ts";
import { planRequirementRounds } from "./plan-requirement-rounds.ts";
import {
  planAbsence,
  planAlterations,
  planFiles,
  planModuleAlterations,
  planProbes,
  planReturn,
} from "./plan-rounds.ts";
import type { SourceMutation } from "./source-mutation.ts";
import { surveyChanges } from "./survey-changes.ts";

export interface HollowOptions extends HollowLimits {
  readonly suites: readonly Suite[];
  readonly changes: readonly ChangedFile[];
  /** Every path that the run changed. */
  readonly changedPaths: readonly string[];
  /** The interpreter that reads Python files. */
  readonly python: string;
}

/**
 * Takes away what the run wrote, in the final tree, until each test has failed by assertion without lines that serve
 * its own requirement, or means are spent. By `redKey`.
 */
export async function checkHollow(
  request: EvidenceRequest,
  subjects: readonly HollowSubject[],
  options: HollowOptions,
): Promise<ReadonlyMap<string, RedCheck>> {
  await using tree = await request.workspaces.openWorkingTree({
    runId: request.runId,
    snapshotId: request.final.id,
    targetPath: request.targetPath,
    kind: "private",
  });
  const survey = await surveyChanges(options.changes, options.python, tree, request.signal);
  const writes = request.writes ?? [];
  const groups = groupByRequirement(
    survey.mutations,
    subjects.map(({ requirement }) => requirement),
    new LineOwners(options.changes, writes),
  );
  // Each group begins with a round of its own; the limit is for what comes on top of that.
  const bench = new HollowBench(request, tree, options, {
    ...options,
    maxRuns: options.maxRuns + Math.max(0, groups.length - 1),
  });
  await takeAway(bench, subjects, groups, request.seed);
  await confirmRed(request, bench, subjects, options.changedPaths);
  const hints =
    writes.length === 0 ? noHints : await lookElsewhere(bench, subjects, groups, survey.mutations);
  return new Map(
    subjects.map((subject) => {
      const group = groups.find(({ requirements }) => requirements.has(subject.requirement)) ?? null;
      return [
        redKey(subject.requirement, subject.id),
        describeHollow(bench, subject, { survey, group, hints }),
      ];
    }),
  );
}

/** From what is cheapest, since one execution speaks for many tests, to single alterations. */
async function takeAway(
  bench: HollowBench,
  subjects: readonly HollowSubject[],
  groups: readonly MutationGroup[],
  seed: number,
): Promise<void> {
  for (const plan of [planAbsence, planReturn, planFiles]) {
    const rounds = planRequirementRounds(groups, (mutations) => [plan(mutations)]);
    await bench.run(rounds, subjects, () => true);
  }
  // What passes with functions emptied may still rest on what a module holds; what breaks, on what functions compute.
  await bench.run(
    planRequirementRounds(groups, planModuleAlterations),
    subjects,
    ({ greenBefore }, state) => !greenBefore && (state === null || state.outcome === "green"),
  );
  // Where others have lines in the same function, there is nothing to begin with but the lines themselves.
  const own = new Set(
    groups.flatMap(({ scope, requirements }) => (scope === "own" ? [...requirements] : [])),
  );
  const untried = new Set(
    subjects.filter((each) => own.has(each.requirement) && bench.stateOf(each) === null),
  );
  await bench.run(
    planRequirementRounds(groups, (mutations) => planAlterations(mutations, seed)),
    subjects,
    (subject, state) =>
      !subject.greenBefore && (untried.has(subject) || (state !== null && state.outcome !== "green")),
  );
  // A test that breaks without its own lines executes them; an assertion may then fail without the whole function.
  await bench.run(
    groups.map(({ requirements, shared }) => ({ requirements, mutations: shared })),
    subjects,
    (_, state) => state?.outcome === "red-error",
  );
}

/** One execution with everything taken away, and one for each group with its functions throwing: they decide nothing. */
async function lookElsewhere(
  bench: HollowBench,
  subjects: readonly HollowSubject[],
  groups: readonly MutationGroup[],
  mutations: readonly SourceMutation[],
): Promise<HollowHints> {
  const open = subjects.filter(
    (subject) => !/^(?:red-assertion|not-run)$/.test(bench.stateOf(subject)?.outcome ?? ""),
  );
  const own = groups.filter(({ scope }) => scope === "own");
  const partly = open.filter(({ requirement }) =>
    own.some(({ requirements }) => requirements.has(requirement)),
  );
  const everything = await bench.look(planAbsence(mutations), partly);
  const executes = new Map<HollowSubject, boolean>();
  for (const group of groups.filter(({ scope }) => scope !== "any")) {
    const unmoved = open.filter(
      (each) => group.requirements.has(each.requirement) && bench.stateOf(each)?.outcome === "green",
    );
    const said = await bench.look(planProbes(group.mutations), unmoved);
    for (const [subject, { outcome }] of said) executes.set(subject, outcome !== "green");
  }
  const elsewhere = [...everything].flatMap(([subject, { outcome }]) =>
    outcome === "red-assertion" ? [subject] : [],
  );
  return { elsewhere: new Set(elsewhere), executes };
}

const noHints: HollowHints = { elsewhere: new Set(), executes: new Map() };
