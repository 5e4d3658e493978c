import type {
  DamagedRun,
  ExportReport,
  LineExplanation,
  RunConfigInput,
  RunFilter,
  RunStore,
  RunSummary,
  StoredEvent,
  Trace,
} from "@kimi/contracts";
import type {
  AppliedRun,
  ApplyRunOptions,
  ListedForkPoint,
  RecoveryReport,
  ReplayReport,
  ResumeOverrides,
  rollbackRun,
  RunHandle,
  StartOptions,
} from "@kimi/orchestrator";
import type { LocalReplayOptions } from "./replay-recorded.ts";
import type { PruneReport, QuotaReport } from "@kimi/sandbox";
import type { RunAudit } from "./audit-run.ts";
import type { SnapshotsReport } from "./verify-snapshots.ts";
import type { ExplainLineOptions } from "./explain-line.ts";
import type { FollowOptions, PrunedRun, PruneOptions, RunComparison } from "@kimi/run-store";

/** Runs on this machine, and the memory of them. Dispose it when done. */
export interface LocalOrchestrator extends AsyncDisposable {
  /** Names of the pipeline's stages, in order. */
  readonly stages: readonly string[];
  /** Reading is free; writing is the orchestrator's. */
  readonly store: RunStore;
  /**
   * Starts a run at once; listen to `events`, await `result`.
   * @throws KimiError `usage` when no key, no base URL and no recording is there to ask.
   */
  start(config: RunConfigInput, options?: StartOptions): RunHandle;
  /**
   * Takes up a run that stopped before its end: files from its last checkpoint, stored answers given again unpaid, and
   * more asked for at the endpoint it was at, unless the options or the environment name another one.
   * @throws KimiError `usage` when there is no model to ask; the handle's result rejects when the run cannot be resumed.
   */
  resume(runId: string, overrides?: ResumeOverrides & StartOptions): Promise<RunHandle>;
  /**
   * Makes a new run of a recorded one, also one that ended, up to a point of {@link listForkPoints}, and goes on with
   * it; the recorded one stays as it is.
   * @throws KimiError `usage` when there is no model to ask, no such run or no such point.
   */
  fork(runId: string, from: string, overrides?: ResumeOverrides & StartOptions): Promise<RunHandle>;
  /** The points at which a run can be forked, in the order in which it came to them. */
  listForkPoints(runId: string): Promise<readonly ListedForkPoint[]>;
  /**
   * Lets a recorded run happen again, from the record alone and beside the project, and holds it against the record.
   * @throws KimiError `usage` when there is no such run, or it cannot be replayed.
   */
  replay(runId: string, options?: LocalReplayOptions): Promise<ReplayReport>;
  /** Newest first; `targetPath` may be relative. */
  listRuns(filter?: RunFilter): Promise<readonly RunSummary[]>;
  applyRun(runId: string, options?: ApplyRunOptions): Promise<AppliedRun>;
  rollbackRun(runId: string): ReturnType<typeof rollbackRun>;
  /** What dead processes left; journals were settled when this was opened and are reported here all the same. */
  recover(): Promise<RecoveryReport>;
  /** Writes the zip of a run; `outputPath` is absolute. A file that is there is replaced, anything else is refused. */
  exportRun(runId: string, outputPath: string): Promise<ExportReport>;
  /**
   * Writes the run's model calls as a recording that {@link LocalOptions.recording} takes.
   * @throws KimiError `usage` when something is at `path` already, `disk` when it cannot be written.
   */
  writeRecording(runId: string, path: string): Promise<void>;
  /** Whether all that is kept of a run is as it was recorded, and the snapshots that it cannot do without are there. */
  auditRun(runId: string): Promise<RunAudit>;
  /** What is different in a later run: input, requirements, verdicts, changed files. */
  compareRuns(beforeId: string, afterId: string): Promise<RunComparison>;
  /** The events of a run, those to come included, until it no longer runs; of any process on this machine. */
  followEvents(runId: string, options?: FollowOptions): AsyncGenerator<StoredEvent>;
  /**
   * Forgets runs by age, status or size, and gives them; never running ones, and resumable ones only when asked to.
   * A forgotten run cannot be applied or rolled back any more.
   */
  pruneRuns(options: PruneOptions): Promise<readonly PrunedRun[]>;
  /**
   * Forgets one run, damaged or not, resumable or not. It cannot be applied or rolled back any more.
   * @throws KimiError `target-busy` while a live process works on it.
   */
  forgetRun(runId: string): Promise<void>;
  /**
   * Deletes snapshots that no run in the store needs in order to be applied, rolled back, exported or resumed, those
   * unused the longest first, until the rest takes no more. An ended run whose snapshots went cannot be replayed or forked.
   * All snapshots of a run whose own row cannot be read count as needed.
   * @throws KimiError `workspace` while other runs use the snapshots all the time, `store` when it cannot be told which
   * snapshots a damaged run has: then nothing is deleted.
   */
  pruneSnapshots(maxBytes: number): Promise<PruneReport & { readonly damagedRuns: readonly DamagedRun[] }>;
  /**
   * Deletes snapshots that no run in the store refers to at all where they take more than `maxBytes`, unless others are
   * using them: for after a run. Where they still take more then, runs in the store need them, or `goesOn` says that the
   * next time more of them is compressed.
   */
  keepToQuota(maxBytes: number): Promise<QuotaReport>;
  /** Reads all that snapshots hold, checks each content against its hash, and looks for those that runs cannot do without. */
  verifySnapshots(): Promise<SnapshotsReport>;
  /**
   * Which requirement and which words of which document asked for a line of a project as it stands, which test proves
   * it, and which paragraph documents it; also for lines that were moved since, as far as a diff can follow.
   * @throws KimiError `input` when there is no such file or line, `usage` when no run worked on a folder that holds it.
   */
  explainLine(
    place: { readonly file: string; readonly line: number },
    options?: ExplainLineOptions,
  ): Promise<LineExplanation>;
  /** A trace as Markdown. */
  renderTrace(trace: Trace): string;
}
