import type { CriterionVerdict, FinalRunStatus, RunStatus } from "@kimi/contracts";
import type { ReplayDivergence } from "./find-divergence.ts";

/** A criterion then and now; `null` where there was no verdict about it. */
export interface ReplayedCriterion {
  readonly criterion: string;
  readonly recorded: CriterionVerdict["status"] | null;
  readonly replayed: CriterionVerdict["status"] | null;
}

/** What became of letting a recorded run happen again. */
export interface ReplayReport {
  readonly runId: string;
  /** `recorded`: results of commands came from the record. `executed`: commands ran anew. */
  readonly mode: "recorded" | "executed";
  /**
   * Of recorded commands: every step, the tree, the verdict and every deliverable are the same, byte for byte.
   * Of executed ones: every criterion of the last verdict has the same status.
   */
  readonly isSame: boolean;
  readonly status: { readonly recorded: RunStatus; readonly replayed: FinalRunStatus };
  /** Why the replay ended as it did; one sentence. */
  readonly reason: string;
  /** False when the recorded run stopped before it was done: then it is replayed as far as it came. */
  readonly isWhole: boolean;
  /** The first step that was another, times and paths of executed commands apart; `null` when all were the same. */
  readonly divergence: ReplayDivergence | null;
  /** Tree hash of the last verdict; `null` without one. */
  readonly tree: { readonly recorded: string | null; readonly replayed: string | null };
  readonly criteria: readonly ReplayedCriterion[];
  readonly deliverables: {
    readonly compared: number;
    readonly differing: readonly string[];
    /** Those of which only times and paths of scratch folders are others. */
    readonly timesOnly: readonly string[];
  };
  /** Steps of which only times and paths of scratch folders were others: of commands that ran anew. */
  readonly timesOnly: readonly string[];
  readonly modelCalls: number;
  readonly commands: number;
  /** What is not as it was when the run was recorded, one sentence each. */
  readonly explanations: readonly string[];
}
