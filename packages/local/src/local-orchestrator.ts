import type { ExportReport, RunConfigInput, RunFilter, RunStore, RunSummary, Trace } from "@kimi/contracts";
import type {
  AppliedRun,
  ApplyRunOptions,
  RecoveryReport,
  rollbackRun,
  RunHandle,
  StartOptions,
} from "@kimi/orchestrator";

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
  /** Newest first; `targetPath` may be relative. */
  listRuns(filter?: RunFilter): Promise<readonly RunSummary[]>;
  applyRun(runId: string, options?: ApplyRunOptions): Promise<AppliedRun>;
  rollbackRun(runId: string): ReturnType<typeof rollbackRun>;
  /** What dead processes left; journals were settled when this was opened and are reported here all the same. */
  recover(): Promise<RecoveryReport>;
  /** Writes the zip of a run; `outputPath` is absolute. */
  exportRun(runId: string, outputPath: string): Promise<ExportReport>;
  /** Writes the run's model calls as a recording that {@link LocalOptions.recording} takes. */
  writeRecording(runId: string, path: string): Promise<void>;
  /** A trace as Markdown. */
  renderTrace(trace: Trace): string;
}
