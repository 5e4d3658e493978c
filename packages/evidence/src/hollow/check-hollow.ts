import type { EvidenceRequest, RedCheck, TestId, WorkingTree } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { cutText } from "../cut-text.ts";
import { judgeRed, type RedJudgement, testKey } from "../red/judge-red.ts";
import type { Suite } from "../runners/run-suite.ts";
import { restoreFinal } from "../runners/restore-final.ts";
import { runSuites } from "../runners/run-suites.ts";
import { applyMutations } from "./apply-mutations.ts";
import {
  planAbsence,
  planAlterations,
  planFiles,
  planModuleAlterations,
  planReturn,
  type Round,
} from "./plan-rounds.ts";
import type { SourceMutation } from "./source-mutation.ts";
import { type ChangeSurvey, surveyChanges } from "./survey-changes.ts";

/** A test that has yet to show that it notices when the behaviour is absent. */
export interface HollowSubject {
  readonly id: TestId;
  /** True when it also passes in the tree before the run: then altered lines say nothing about what is new. */
  readonly greenBefore: boolean;
}

export interface HollowOptions {
  readonly suites: readonly Suite[];
  readonly changes: readonly ChangedFile[];
  /** Executions at most. */
  readonly maxRuns: number;
  /** Of one execution of one suite. */
  timeoutMs(suite: Suite): number;
  /** Of all executions together, as the commands measured it. */
  readonly maxTotalMs: number;
  /** The interpreter that reads Python files. */
  readonly python: string;
}

/** Takes away what the run wrote, in the final tree, until each test has failed by assertion or means are spent. */
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
  const { mutations } = survey;
  const bench = new HollowBench(request, tree, options, subjects);

  await bench.run([planAbsence(mutations)], () => true);
  await bench.run([planReturn(mutations)], () => true);
  await bench.run([planFiles(mutations)], () => true);
  // What passes with functions emptied may still rest on what a module holds; what breaks, on what functions compute.
  await bench.run(
    planModuleAlterations(mutations),
    ({ greenBefore }, state) => !greenBefore && (state === null || state.outcome === "green"),
  );
  await bench.run(
    planAlterations(mutations, request.seed),
    ({ greenBefore }, state) => !greenBefore && state !== null && state.outcome !== "green",
  );
  return bench.conclude(survey);
}

type HollowState = RedJudgement & { readonly removed: string };

/** One working tree, what is left to spend, and what each test has said so far. */
class HollowBench {
  readonly #request: EvidenceRequest;
  readonly #tree: WorkingTree;
  readonly #options: HollowOptions;
  readonly #subjects: readonly HollowSubject[];
  readonly #sources: ReadonlyMap<string, string>;
  /** The decisive judgement of each test, or the first one as long as there is none. */
  readonly #states = new Map<string, HollowState>();
  /** Tests that whole files as before the run only broke, having noticed nothing else. */
  readonly #broken = new Set<string>();
  #runs = 0;
  #spentMs = 0;

  constructor(
    request: EvidenceRequest,
    tree: WorkingTree,
    options: HollowOptions,
    subjects: readonly HollowSubject[],
  ) {
    this.#request = request;
    this.#tree = tree;
    this.#options = options;
    this.#subjects = subjects;
    this.#sources = new Map(options.changes.map(({ path, after }) => [path, after ?? ""]));
  }

  /** Runs rounds as long as one of the subjects that `concerns` accepts has not failed by assertion. */
  async run(
    rounds: readonly Round[],
    concerns: (subject: HollowSubject, state: RedJudgement | null) => boolean,
  ): Promise<void> {
    for (const round of rounds) {
      const waiting = this.#subjects.filter((subject) => {
        const state = this.#states.get(testKey(subject.id)) ?? null;
        return state?.outcome !== "red-assertion" && concerns(subject, state);
      });
      if (waiting.length === 0 || this.#isSpent()) return;
      await this.#execute(round, waiting);
    }
  }

  conclude(survey: ChangeSurvey): ReadonlyMap<string, RedCheck> {
    return new Map(this.#subjects.map(({ id }) => [testKey(id), this.#describe(testKey(id), survey)]));
  }

  #isSpent(): boolean {
    return this.#runs >= this.#options.maxRuns || this.#spentMs >= this.#options.maxTotalMs;
  }

  async #execute(round: Round, waiting: readonly HollowSubject[]): Promise<void> {
    const { texts, applied } = applyMutations(this.#sources, round);
    if (texts.size === 0) return;
    if (this.#runs > 0) await restoreFinal(this.#tree, this.#request.final);
    this.#runs += 1;
    const encoder = new TextEncoder();
    await this.#tree.files.edit(
      [...texts].map(([path, text]) => ({ kind: "write", path, content: encoder.encode(text) })),
    );
    const suites = this.#options.suites.flatMap((suite) => {
      const files = suite.files.filter((file) =>
        waiting.some(({ id }) => id.runner === suite.adapter.runner && id.file === file),
      );
      return files.length === 0 ? [] : [{ ...suite, files }];
    });
    const results = await runSuites(this.#tree, suites, this.#request, {
      tree: "hollow",
      timeoutMs: (suite) => this.#options.timeoutMs(suite),
    });
    this.#spentMs += results.reduce((total, { durationMs }) => total + durationMs, 0);
    const removed = describeRemoval(applied);
    const wholeFiles = applied.every(({ kind }) => kind === "file");
    for (const { id } of waiting) this.#note(testKey(id), { ...judgeRed(id, results), removed }, wholeFiles);
  }

  #note(key: string, state: HollowState, wholeFiles: boolean): void {
    const known = this.#states.get(key);
    const unnoticed = known === undefined || known.outcome === "green";
    if (wholeFiles && unnoticed && state.outcome !== "green") this.#broken.add(key);
    if (!wholeFiles && this.#broken.has(key) && state.outcome === "green") {
      // It can be altered after all, and the test does not notice.
      this.#broken.delete(key);
      this.#states.set(key, state);
    } else if (known === undefined || state.outcome === "red-assertion") this.#states.set(key, state);
  }

  #describe(key: string, { obstacles, opaque }: ChangeSurvey): RedCheck {
    const state = this.#states.get(key);
    const notes = obstacles.map((obstacle) => `\n${obstacle}`).join("");
    if (state === undefined) {
      return this.#isSpent()
        ? {
            method: "hollow",
            outcome: "not-run",
            detail: `The limit of executions or time was reached.${notes}`,
          }
        : {
            method: "hollow",
            outcome: "not-applicable",
            detail: `Nothing the run changed could be taken away.${notes}`,
          };
    }
    const detail = `With ${state.removed}.\n${state.message}`;
    if (state.outcome === "red-assertion") return { method: "hollow", outcome: "red-assertion", detail };
    if (opaque.length > 0 && this.#broken.has(key)) {
      const files = cutText(opaque.join(", "), 200);
      const why = `Single functions of ${files} could not be taken away.`;
      return { method: "hollow", outcome: "not-applicable", detail: `${why}\n${detail}${notes}` };
    }
    const more =
      this.#runs > 1
        ? `\nNo assertion failed in ${this.#runs} executions, each with something else taken away.`
        : "";
    return { method: "hollow", outcome: state.outcome, detail: `${detail}${more}${notes}` };
  }
}

function describeRemoval(applied: readonly SourceMutation[]): string {
  const shown = applied.slice(0, 4).map(({ path, label }) => `${path}: ${label}`);
  const rest = applied.length - shown.length;
  return cutText(shown.join(", ") + (rest > 0 ? ` and ${rest} more` : ""), 400);
}
