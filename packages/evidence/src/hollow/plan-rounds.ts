import { seededRandom } from "./seeded-random.ts";
import { alterationKinds, type SourceMutation } from "./source-mutation.ts";

const wholeKinds: ReadonlySet<SourceMutation["kind"]> = new Set(["absent", "removed", "file", "probe"]);

/** Mutations that are carried out together, for one execution of the tests. */
export type Round = readonly SourceMutation[];

/** Everything that the functions of the run do, gone at once. Empty when the run changed no function. */
export function planAbsence(mutations: readonly SourceMutation[]): Round {
  return mutations.filter(({ kind }) => kind === "absent");
}

/** What stood before the run and was taken away by it, there again; nothing that is new goes. */
export function planReturn(mutations: readonly SourceMutation[]): Round {
  return mutations.filter(({ kind }) => kind === "removed");
}

/** Files that are no code whose functions are known, all as before the run at once. */
export function planFiles(mutations: readonly SourceMutation[]): Round {
  return mutations.filter(({ kind }) => kind === "file");
}

/** Functions of the run, each throwing at once: what a test does not notice then, it does not execute. */
export function planProbes(mutations: readonly SourceMutation[]): Round {
  return mutations.filter(({ kind }) => kind === "probe");
}

/**
 * Alterations of the changed lines. All of one kind come first, at once, since one execution then speaks for all of
 * them; then single ones, in an order that the seed decides and in which every function has its turn.
 */
export function planAlterations(mutations: readonly SourceMutation[], seed: number): readonly Round[] {
  const waves = planWaves(mutations);
  const known = new Set(waves.filter((wave) => wave.length === 1).flat());
  const singles = mutations.filter((each) => !wholeKinds.has(each.kind) && !known.has(each));
  return [...waves, ...takeTurns(singles, seed).map((each) => [each])];
}

/** Alterations outside of functions: what is left to try for a test that does not need any function of the run. */
export function planModuleAlterations(mutations: readonly SourceMutation[]): readonly Round[] {
  return planWaves(mutations.filter(({ scope }) => scope === ""));
}

/** One round for each kind of alteration that there is. */
function planWaves(mutations: readonly SourceMutation[]): readonly Round[] {
  return alterationKinds
    .map((kind) => mutations.filter((mutation) => mutation.kind === kind))
    .filter((wave) => wave.length > 0);
}

function takeTurns(mutations: readonly SourceMutation[], seed: number): readonly SourceMutation[] {
  const random = seededRandom(seed);
  const shuffled = mutations
    .map((mutation) => ({ mutation, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ mutation }) => mutation);
  const queues = [...Map.groupBy(shuffled, ({ path, scope }) => `${path}\0${scope}`).values()];
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => queue.slice(turn, turn + 1)),
  ).flat();
}
