import { isKimiError, KimiError, type FailureReport } from "@kimi/contracts";
import { runAttempt, type Stage } from "../attempt/run-attempt.ts";
import { fallBack } from "../verdict/fall-back.ts";
import { judgeAttempt } from "../verdict/judge-attempt.ts";
import { rejudgeWhenChanged } from "../verdict/rejudge-when-changed.ts";
import { deliver } from "../finish/deliver.ts";
import type { RunSession } from "../run-session.ts";
import { acceptOutput } from "./accept-output.ts";

/**
 * The stages in order. After testing the verdict decides: on to the next stage, back to coding or testing with the
 * smallest failing evidence, or stop.
 */
export async function runPipeline(session: RunSession): Promise<void> {
  const stages = session.ports.personas.map((persona, index): Stage => ({ persona, index }));
  const testing = stages.findIndex((one) => one.persona.role === "testing");
  let failure: FailureReport | null = null;
  for (let index = 0; index < stages.length;) {
    const stage = stages[index];
    if (stage === undefined) break;
    const isDone = await runStageOrFallBack(session, stage, stages.length, failure);
    index = isDone ? index + 1 : testing + 1;
    if (!isDone) failure = null;
    if (!isDone || stage.persona.role !== "testing") continue;
    const next = await judgeAttempt(session);
    if (next.kind === "stop") return;
    failure = next.kind === "fix-forward" ? next.failure : null;
    if (failure !== null) index = stages.findIndex((one) => one.persona.role === failure?.route);
  }
  await rejudgeWhenChanged(session);
}

/** False when a stage that was to mend something gave nothing, and the run goes on from its best verdict so far. */
async function runStageOrFallBack(
  session: RunSession,
  stage: Stage,
  of: number,
  failure: FailureReport | null,
): Promise<boolean> {
  try {
    await runStage(session, stage, of, failure);
    return true;
  } catch (error) {
    if (failure === null || !isKimiError(error, "persona-malformed") || !(await fallBack(session)))
      throw error;
    session.recorder.emit({
      type: "note",
      message: `${error.message} The earlier, partly proven result is kept.`,
    });
    return false;
  }
}

/**
 * One stage until it has an output that can be taken; once its attempts in the run are used up, one unusable output
 * more ends it.
 * @throws KimiError `persona-malformed` when there was none.
 */
async function runStage(
  session: RunSession,
  stage: Stage,
  of: number,
  failure: FailureReport | null,
): Promise<void> {
  const name = stage.persona.config.name;
  session.recorder.emit({ type: "stage-started", stage: name, index: stage.index, of });
  const refusals: string[] = [];
  do {
    const outcome = await runAttempt(session, stage, addressedTo(stage, failure));
    const refusal =
      outcome.kind === "unusable"
        ? outcome.reason
        : await acceptOutput(session, stage, outcome.attempt, outcome.result);
    if (refusal === null) {
      session.recorder.emit({ type: "stage-finished", stage: name });
      await deliver(session.accepted);
      return;
    }
    refusals.push(`attempt ${outcome.attempt}: ${refusal}`);
    if (outcome.kind === "unusable" && outcome.final) break;
  } while ((session.attempts.get(name) ?? 0) < session.config.maxAttempts);
  throw new KimiError(
    "persona-malformed",
    `The ${name} stage gave no usable result (${refusals.join("; ")}).`,
    {
      details: { stage: name },
    },
  );
}

/** Failing evidence is shown to the persona that is to mend it, and not to those in between. */
function addressedTo(stage: Stage, failure: FailureReport | null): FailureReport | null {
  return failure !== null && failure.route === stage.persona.role ? failure : null;
}
