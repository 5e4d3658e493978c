import type { ModelGateway, Recording, RunConfigInput } from "@kimi/contracts";
import { createRedactor } from "@kimi/guardrails";
import {
  AgentOrchestrator,
  type OrchestratorPorts,
  type ResumeOverrides,
  type RunHandle,
  type StartOptions,
} from "@kimi/orchestrator";
import { createResumingGateway, loadAgentsSdk } from "@kimi/models";
import { createSandboxManager } from "@kimi/sandbox";
import { goOnAt } from "./go-on-at.ts";
import type { LocalOptions } from "./local-options.ts";
import { openModels } from "./open-models.ts";
import { chooseRuntime } from "./runtime/choose-runtime.ts";

/** The ports that all runs share, and where their snapshots are. */
export interface SharedPorts extends Omit<
  OrchestratorPorts,
  "models" | "workspaces" | "redactor" | "clock" | "random"
> {
  readonly home: string;
}

/** Where a run's answers come from. */
export interface RunAnswers {
  readonly options: LocalOptions;
  /** Answers instead of an endpoint's. */
  readonly recording: Recording | null;
}

/**
 * Starts a run with time, randomness, redactor, gateway and sandbox of its own: numbering and replay never mix between
 * runs, and the sandbox that one run asks for is not the one that another gets.
 * @throws KimiError `usage` when there is no model to ask.
 */
export function startRun(
  { home, ...shared }: SharedPorts,
  answers: RunAnswers,
  config: RunConfigInput,
  startOptions?: StartOptions,
): RunHandle {
  const { clock, random, seed } = chooseRuntime(config.seed ?? null, answers.recording);
  const redactor = createRedactor({ environment: shared.environment });
  const models = openModels(answers.options, answers.recording, { redactor, clock });
  const workspaces = createSandboxManager({ home, environment: shared.environment });
  const orchestrator = new AgentOrchestrator({ ...shared, models, workspaces, redactor, clock, random });
  loadWhileWaiting();
  return closing(orchestrator.start({ ...config, seed }, startOptions), models);
}

/**
 * Takes up a run again, with its stored answers given again and ports of its own as {@link startRun} makes them.
 * @throws KimiError `usage` when there is no model to ask.
 */
export async function resumeRun(
  { home, ...shared }: SharedPorts,
  answers: RunAnswers,
  runId: string,
  overrides: ResumeOverrides & StartOptions,
): Promise<RunHandle> {
  const { clock, random } = chooseRuntime(null, null);
  const redactor = createRedactor({ environment: shared.environment });
  const { options, recording } = await goOnAt(shared.store, answers, runId);
  const live = openModels(options, recording, { redactor, clock });
  const isKnown = (await shared.store.readRun(runId)) !== null;
  const models = createResumingGateway(live, isKnown ? await shared.store.readModelCalls(runId) : []);
  const workspaces = createSandboxManager({ home, environment: shared.environment });
  const orchestrator = new AgentOrchestrator({ ...shared, models, workspaces, redactor, clock, random });
  loadWhileWaiting();
  return closing(orchestrator.resume(runId, overrides, overrides), models);
}

/** Loads what the first request needs when there first is something to wait for, such as the probe of the sandbox. */
function loadWhileWaiting(): void {
  // Whoever needs it is told what is wrong with it.
  setImmediate(() => void loadAgentsSdk().catch(() => {}));
}

function closing(run: RunHandle, models: ModelGateway): RunHandle {
  const result = closeAfter(run.result, models);
  // As with the run's own promise: whoever only listens to the events must not be ended by an unhandled rejection.
  result.catch(() => {});
  return { ...run, result };
}

async function closeAfter<Result>(result: Promise<Result>, models: ModelGateway): Promise<Result> {
  await using _models = models;
  return await result;
}
