import type { DocumentationOutput } from "../personas/documentation-output.ts";
import type { EvidenceReport } from "../evidence/evidence-report.ts";
import type { RequirementChanges } from "../requirements/requirement-changes.ts";
import type { Requirement } from "../requirements/requirement.ts";
import type { ChangeSet } from "../workspace/change-set.ts";
import type { Ledger } from "./ledger.ts";
import type { ReachedLimit } from "./reached-limit.ts";
import type { FinalRunStatus } from "./run-status.ts";

/** What a run came to. */
export interface RunResult {
  readonly runId: string;
  readonly status: FinalRunStatus;
  readonly exitCode: number;
  /** One sentence. */
  readonly reason: string;
  readonly resumable: boolean;
  /** The limit that paused the run; absent for any other end, and for minutes, which count anew when it is taken up. */
  readonly limit?: ReachedLimit;
  readonly requirements: readonly Requirement[];
  /** What became of them since an earlier run of the target; absent when there was none, or the run ended before. */
  readonly requirementChanges?: RequirementChanges;
  /** `null` when the run ended before any test ran. */
  readonly report: EvidenceReport | null;
  /** Baseline to final tree; `null` when the run ended before there was one. */
  readonly changeSet: ChangeSet | null;
  readonly applied: boolean;
  readonly documentation: DocumentationOutput | null;
  readonly ledger: Ledger;
  readonly elapsedMs: number;
  /** Absolute; `null` when nothing was delivered. */
  readonly deliverablesFolder: string | null;
}
