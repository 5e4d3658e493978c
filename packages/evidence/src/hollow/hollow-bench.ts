import type { EvidenceRequest, TestId, WorkingTree } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { cutText } from "../cut-text.ts";
import { judgeRed, type RedJudgement } from "../red/judge-red.ts";
import { redKey } from "../red/red-key.ts";
import type { Suite } from "../runners/run-suite.ts";
import { restoreFinal } from "../runners/restore-final.ts";
import { runSuites } from "../runners/run-suites.ts";
import { applyMutations } from "./apply-mutations.ts";
import type { RequirementRound } from "./plan-requirement-rounds.ts";
import type { SourceMutation } from "./source-mutation.ts";

/** A test that has yet to show that it notices when the behaviour of a requirement is absent. */
export interface HollowSubject {
  readonly id: TestId;
  /** Whose criterion the test is bound to. */
  readonly requirement: string;
  /** True when it also passes in the tree before the run: then altered lines say nothing about what is new. */
  readonly greenBefore: boolean;
}

export interface HollowLimits {
  /** Executions at most. */
  readonly maxRuns: number;
  /** Of one execution of one suite. */
  timeoutMs(suite: Suite): number;
  /** Of all executions together, as the commands measured it. */
  readonly maxTotalMs: number;
}

/** What a test said in an execution, and what was taken away in it. */
export type HollowState = RedJudgement & {
  readonly removed: string;
  readonly mutations: readonly SourceMutation[];
};

/** One working tree in which things are taken away, what is left to spend, and what each subject has said so far. */
export class HollowBench {
  readonly #request: EvidenceRequest;
  readonly #tree: WorkingTree;
  readonly #suites: readonly Suite[];
  readonly #limits: HollowLimits;
  readonly #sources: ReadonlyMap<string, string>;
  /** The decisive judgement of each subject, or the first one as long as there is none. */
  readonly #states = new Map<string, HollowState>();
  /** Subjects that whole files as before the run only broke, having noticed nothing else. */
  readonly #broken = new Set<string>();
  #runs = 0;
  #spentMs = 0;

  constructor(
    request: EvidenceRequest,
    tree: WorkingTree,
    options: { readonly suites: readonly Suite[]; readonly changes: readonly ChangedFile[] },
    limits: HollowLimits,
  ) {
    this.#request = request;
    this.#tree = tree;
    this.#suites = options.suites;
    this.#limits = limits;
    this.#sources = new Map(options.changes.map(({ path, after }) => [path, after ?? ""]));
  }

  /** Executions so far. */
  get runs(): number {
    return this.#runs;
  }

  /** Whether a limit is reached. */
  get isSpent(): boolean {
    return this.#runs >= this.#limits.maxRuns || this.#spentMs >= this.#limits.maxTotalMs;
  }

  stateOf(subject: HollowSubject): HollowState | null {
    return this.#states.get(redKey(subject.requirement, subject.id)) ?? null;
  }

  /** Whether all that is known of a subject is that it does not run without the files of the run. */
  isOnlyBroken(subject: HollowSubject): boolean {
    return this.#broken.has(redKey(subject.requirement, subject.id));
  }

  /** Runs rounds as long as one of the subjects that `concerns` accepts has not failed by assertion. */
  async run(
    rounds: readonly RequirementRound[],
    subjects: readonly HollowSubject[],
    concerns: (subject: HollowSubject, state: HollowState | null) => boolean,
  ): Promise<void> {
    for (const { requirements, mutations } of rounds) {
      const waiting = subjects.filter((subject) => {
        const state = this.stateOf(subject);
        return (
          requirements.has(subject.requirement) &&
          state?.outcome !== "red-assertion" &&
          concerns(subject, state)
        );
      });
      if (this.isSpent) return;
      if (waiting.length === 0) continue;
      const said = await this.look(mutations, waiting);
      const wholeFiles = mutations.every(({ kind }) => kind === "file");
      for (const [subject, state] of said) this.#note(subject, state, wholeFiles);
    }
  }

  /** What subjects say in one execution, which decides nothing; empty when there is nothing to take away or no time. */
  async look(
    mutations: readonly SourceMutation[],
    subjects: readonly HollowSubject[],
  ): Promise<ReadonlyMap<HollowSubject, HollowState>> {
    const { texts, applied } = applyMutations(this.#sources, mutations);
    if (texts.size === 0) return new Map();
    const said = await this.#execute(texts, subjects);
    const removed = describeRemoval(applied);
    return new Map([...said].map(([subject, judgement]) => [subject, { ...judgement, removed, mutations }]));
  }

  /** What subjects say with nothing taken away. */
  async lookAsItIs(subjects: readonly HollowSubject[]): Promise<ReadonlyMap<HollowSubject, RedJudgement>> {
    return await this.#execute(new Map(), subjects);
  }

  /** Takes back that a subject failed by assertion: it does not do so each time. */
  retract(subject: HollowSubject, message: string): void {
    const key = redKey(subject.requirement, subject.id);
    const state = this.#states.get(key);
    if (state !== undefined) this.#states.set(key, { ...state, outcome: "not-run", message });
  }

  async #execute(
    texts: ReadonlyMap<string, string>,
    subjects: readonly HollowSubject[],
  ): Promise<ReadonlyMap<HollowSubject, RedJudgement>> {
    if (subjects.length === 0 || this.#spentMs >= this.#limits.maxTotalMs) return new Map();
    if (this.#runs > 0) await restoreFinal(this.#tree, this.#request.final);
    this.#runs += 1;
    const encoder = new TextEncoder();
    await this.#tree.files.edit(
      [...texts].map(([path, text]) => ({ kind: "write", path, content: encoder.encode(text) })),
    );
    const results = await runSuites(this.#tree, this.#select(subjects), this.#request, {
      tree: "hollow",
      timeoutMs: (suite) => this.#limits.timeoutMs(suite),
    });
    this.#spentMs += results.reduce((total, { durationMs }) => total + durationMs, 0);
    return new Map(subjects.map((subject) => [subject, judgeRed(subject.id, results)]));
  }

  /** Of each suite the files that hold one of the subjects. */
  #select(subjects: readonly HollowSubject[]): readonly Suite[] {
    return this.#suites.flatMap((suite) => {
      const files = suite.files.filter((file) =>
        subjects.some(({ id }) => id.runner === suite.adapter.runner && id.file === file),
      );
      return files.length === 0 ? [] : [{ ...suite, files }];
    });
  }

  #note({ requirement, id }: HollowSubject, state: HollowState, wholeFiles: boolean): void {
    const key = redKey(requirement, id);
    const known = this.#states.get(key);
    const unnoticed = known === undefined || known.outcome === "green";
    if (wholeFiles && unnoticed && state.outcome !== "green") this.#broken.add(key);
    if (!wholeFiles && this.#broken.has(key) && state.outcome === "green") {
      // It can be altered after all, and the test does not notice.
      this.#broken.delete(key);
      this.#states.set(key, state);
    } else if (known === undefined || state.outcome === "red-assertion") this.#states.set(key, state);
  }
}

function describeRemoval(applied: readonly SourceMutation[]): string {
  const shown = applied.slice(0, 4).map(({ path, label }) => `${path}: ${label}`);
  const rest = applied.length - shown.length;
  return cutText(shown.join(", ") + (rest > 0 ? ` and ${rest} more` : ""), 400);
}
