import type { RunConfigInput, RunResult, StoredEvent } from "@kimi/contracts";
import { acceptRun, type RunListeners } from "./accept/accept-run.ts";
import { EventStream } from "./event-stream.ts";
import { orchestrate, resume } from "./orchestrate.ts";
import type { OrchestratorPorts } from "./orchestrator-ports.ts";
import { acceptResume, type ResumeOverrides } from "./resume/accept-resume.ts";

export interface StartOptions {
  /** Cancels the run: it ends as `cancelled`, the target untouched or restored. */
  readonly signal?: AbortSignal;
  /** Text as a model streams it; for display only. Must not throw. */
  readonly onText?: (textDelta: string) => void;
}

/** A run that was started or taken up again. */
export interface RunHandle {
  /** Every event from the first of this process, once it is stored; ends with the run. */
  readonly events: AsyncIterable<StoredEvent>;
  /**
   * How the run ended, whatever happened in it.
   * Rejects with KimiError `usage`, `input`, `target`, `target-busy`, `sandbox-unavailable` or `store`
   * only when no run came into being.
   */
  readonly result: Promise<RunResult>;
  /** The same as aborting the signal. */
  cancel(): void;
}

/** Runs the pipeline over the ports it is given. It installs no signal handlers and keeps no global state. */
export class AgentOrchestrator {
  readonly #ports: OrchestratorPorts;

  constructor(ports: OrchestratorPorts) {
    this.#ports = ports;
  }

  /** Starts a run at once; listen to `events`, await `result`. */
  start(config: RunConfigInput, options: StartOptions = {}): RunHandle {
    return handle(options, async (listeners) => {
      const { run, claim } = await acceptRun(this.#ports, config, listeners);
      await using _claim = claim;
      return await orchestrate(run);
    });
  }

  /**
   * Takes up a run that stopped before its end: from its last checkpoint, on restored files. The model gateway should
   * give stored answers again (`createResumingGateway` of `@kimi/models`), so that none is paid for twice.
   */
  resume(runId: string, overrides: ResumeOverrides = {}, options: StartOptions = {}): RunHandle {
    return handle(options, async (listeners) => {
      const { run, claim, checkpoint } = await acceptResume(this.#ports, runId, overrides, listeners);
      await using _claim = claim;
      return await resume(run, checkpoint);
    });
  }
}

function handle(options: StartOptions, work: (listeners: RunListeners) => Promise<RunResult>): RunHandle {
  const events = new EventStream<StoredEvent>();
  const cancellation = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, cancellation.signal])
    : cancellation.signal;
  const onText = options.onText ?? (() => {});
  const result = work({ signal, onText, onStored: (event) => events.push(event) }).finally(() =>
    events.end(),
  );
  // Whoever only listens to the events must not be ended by an unhandled rejection; `result` still rejects.
  result.catch(() => {});
  return { events, result, cancel: () => cancellation.abort() };
}
