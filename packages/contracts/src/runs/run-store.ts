import type { JsonValue } from "../json.ts";
import type {
  CallPosition,
  ModelCall,
  ModelCallAnswer,
  ModelCallFailure,
  ModelCallRequest,
} from "../models/model-call.ts";
import type { AuditReport } from "./audit-report.ts";
import type { RunEvent } from "./run-event.ts";
import type { ArtifactRecord, AttemptRecord, RunRecord, RunSummary, StoredEvent } from "./run-record.ts";
import type { RunStatus } from "./run-status.ts";

/** Held while a process works on a run; released by disposing, and by the death of the process. */
export interface RunClaim extends AsyncDisposable {
  readonly runId: string;
}

export interface RunFilter {
  readonly targetPath?: string;
  readonly status?: RunStatus;
  /** Words, each of which the prompt or something a persona submitted has, or a word that begins so. Case and accents do not matter. */
  readonly text?: string;
  /** Runs that started at this instant (ISO 8601, UTC) or later. */
  readonly since?: string;
  /** Runs that started before this instant (ISO 8601, UTC). */
  readonly until?: string;
  /** Newest first. @default 50 */
  readonly limit?: number;
  /**
   * Is told, in the order of the list, of each run whose row cannot be read; the list has the others.
   * @default such a run is an error
   */
  readonly onDamaged?: (run: DamagedRun) => void;
}

/** A run whose own row is not what was written. The rest that is kept of it may be whole. */
export interface DamagedRun {
  readonly id: string;
  /** What is wrong, and what can be done. */
  readonly problem: string;
}

export type NewAttempt = Pick<
  AttemptRecord,
  "stage" | "attempt" | "stageIndex" | "role" | "startedAt" | "input"
>;
export type AttemptEnd = Pick<AttemptRecord, "endedAt" | "outcome" | "output" | "reason">;
export type NewArtifact = Pick<ArtifactRecord, "name" | "mediaType" | "producer"> & {
  readonly content: string | Uint8Array;
};
/** What of a run changes while it runs. */
export type RunUpdate = Partial<
  Pick<
    RunRecord,
    | "status"
    | "endpoint"
    | "endedAt"
    | "reason"
    | "resumable"
    | "ledger"
    | "baselineSnapshotId"
    | "finalSnapshotId"
    | "applied"
  >
>;

/**
 * The memory of all runs. Every method has written, when its promise resolves, what it was given;
 * answers of models and the beginning and end of a run survive a power cut.
 * Methods throw KimiError `store` (disk, locked or foreign database), and `internal` for a run that does not exist.
 */
export interface RunStore extends AsyncDisposable {
  /**
   * Marks a run as being worked on by this process.
   * @throws KimiError `target-busy`, with the other run's id, while a live process holds a run on the same target.
   */
  claim(runId: string, targetPath: string): Promise<RunClaim>;
  createRun(run: RunRecord): Promise<void>;
  updateRun(runId: string, update: RunUpdate): Promise<void>;
  appendEvent(runId: string, at: string, event: RunEvent): Promise<StoredEvent>;
  beginAttempt(runId: string, attempt: NewAttempt): Promise<void>;
  endAttempt(
    runId: string,
    position: { readonly stage: string; readonly attempt: number },
    end: AttemptEnd,
  ): Promise<void>;
  beginModelCall(runId: string, request: ModelCallRequest): Promise<void>;
  answerModelCall(runId: string, position: CallPosition, answer: ModelCallAnswer): Promise<void>;
  failModelCall(runId: string, position: CallPosition, failure: ModelCallFailure): Promise<void>;
  putArtifact(runId: string, artifact: NewArtifact): Promise<ArtifactRecord>;
  /** `null` when the run has no artifact of that name. */
  readArtifact(runId: string, name: string): Promise<Uint8Array | null>;

  /** `null` when there is no such run. A run whose process died reads as `interrupted`. */
  readRun(runId: string): Promise<RunRecord | null>;
  /** Newest first. */
  listRuns(filter?: RunFilter): Promise<readonly RunSummary[]>;
  /** In order; after `afterSequence` when given. */
  readEvents(runId: string, afterSequence?: number): Promise<readonly StoredEvent[]>;
  /** By stage index, then attempt. */
  readAttempts(runId: string): Promise<readonly AttemptRecord[]>;
  /** In the order they were begun. */
  readModelCalls(runId: string): Promise<readonly ModelCall[]>;
  /** Sorted by name. */
  listArtifacts(runId: string): Promise<readonly ArtifactRecord[]>;
  /**
   * Looks at all that is kept of a run: the hash chain of its events and where it ended, the hash of each row and
   * content, and that the log and the rows tell the same story. Finds what something else has changed or damaged;
   * not what was changed by somebody who computed all hashes anew.
   */
  auditRun(runId: string): Promise<AuditReport>;
  /** Bytes that each run takes in the store, by id; what runs share counts for each. */
  measureRuns(): Promise<ReadonlyMap<string, number>>;
  /**
   * Forgets runs, and every content that no other run holds. Safe beside running ones.
   * @throws KimiError `target-busy` for one that a live process works on: those before it are forgotten, it is not.
   */
  deleteRuns(runIds: readonly string[]): Promise<void>;
  /** The run's rows of every table, in a stable order, for export. */
  exportRun(runId: string): Promise<Readonly<Record<string, readonly JsonValue[]>>>;
}
