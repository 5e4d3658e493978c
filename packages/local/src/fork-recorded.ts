import { createRedactor } from "@kimi/guardrails";
import {
  forkRun,
  raiseBudget,
  type ResumeOverrides,
  type RunHandle,
  type StartOptions,
} from "@kimi/orchestrator";
import { createSandboxManager } from "@kimi/sandbox";
import { goOnAt } from "./go-on-at.ts";
import { openModels } from "./open-models.ts";
import { chooseRuntime } from "./runtime/choose-runtime.ts";
import { resumeRun, type RunAnswers, type SharedPorts } from "./start-run.ts";

/** Makes a new run of a recorded one up to a point, and goes on with it. */
export async function forkRecorded(
  shared: SharedPorts,
  answers: RunAnswers,
  origin: { readonly runId: string; readonly from: string },
  overrides: ResumeOverrides & StartOptions,
): Promise<RunHandle> {
  const { store, program, environment, home } = shared;
  const { clock, random } = chooseRuntime(null, null);
  const redactor = createRedactor({ environment });
  // Without a model to ask, or with a limit that is none, there is nothing to go on with, and no run should be left behind.
  const { options, recording } = await goOnAt(store, answers, origin.runId);
  const run = await store.readRun(origin.runId);
  if (run !== null) raiseBudget(run.config.budget, overrides.budget);
  await using _models = openModels(options, recording, { redactor, clock });
  const workspaces = createSandboxManager({ home, environment });
  const id = await forkRun({ store, workspaces, clock, random, program }, origin.runId, origin.from);
  return await resumeRun(shared, answers, id, overrides);
}
