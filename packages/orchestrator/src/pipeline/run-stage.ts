import { jsonValueSchema, KimiError, type FailureReport } from "@kimi/contracts";
import { endAttempt } from "../attempt/end-attempt.ts";
import { runAttempt, type AttemptOutcome, type Stage } from "../attempt/run-attempt.ts";
import { deliver } from "../finish/deliver.ts";
import type { PipelinePosition } from "../resume/checkpoint.ts";
import type { RunSession } from "../run-session.ts";
import { acceptOutput } from "./accept-output.ts";
import { addressFailure } from "./address-failure.ts";
import { contestFailure } from "./contest-failure.ts";

/**
 * One stage until it has an output that can be taken; once its attempts in the run are used up, one unusable output
 * more ends it. Gives where the run goes on.
 * @throws KimiError `persona-malformed` when there was none.
 */
export async function runStage(
  session: RunSession,
  stage: Stage,
  position: PipelinePosition,
): Promise<PipelinePosition> {
  const { config, role } = stage.persona;
  const of = session.ports.personas.length;
  session.recorder.emit({ type: "stage-started", stage: config.name, index: stage.index, of });
  const refusals: string[] = [];
  do {
    const outcome = await runAttempt(
      session,
      stage,
      addressFailure(stage.persona, position.failure, refusals),
    );
    const { attempt } = outcome;
    const refusal = await refusalOf(session, stage, outcome);
    if (refusal === null) {
      const output = outcome.kind === "submitted" ? jsonValueSchema.parse(outcome.result.output) : null;
      const after = {
        next: stage.index + 1,
        isVerdictDue: role === "testing",
        failure: passOn(stage, position.failure, outcome),
      };
      await endAttempt(
        session,
        { stage: config.name, attempt, outcome: "submitted", output, reason: null },
        after,
      );
      session.recorder.emit({ type: "stage-finished", stage: config.name });
      await deliver(session.accepted);
      return after;
    }
    const ending = { stage: config.name, attempt, outcome: "failed", output: null, reason: refusal } as const;
    await endAttempt(session, ending, position);
    refusals.push(`attempt ${attempt}: ${refusal}`);
    if (outcome.kind === "unusable" && outcome.final) break;
  } while ((session.attempts.get(config.name) ?? 0) < session.config.maxAttempts);
  throw new KimiError(
    "persona-malformed",
    `The ${config.name} stage gave no usable result (${refusals.join("; ")}).`,
    { details: { stage: config.name } },
  );
}

/** Why an attempt's outcome cannot be taken; `null` once it is. */
async function refusalOf(session: RunSession, stage: Stage, outcome: AttemptOutcome): Promise<string | null> {
  return outcome.kind === "unusable"
    ? outcome.reason
    : acceptOutput(session, stage, outcome.attempt, outcome.result);
}

/** Code that stays as it was under failing tests speaks against the tests. */
function passOn(stage: Stage, failure: FailureReport | null, outcome: AttemptOutcome): FailureReport | null {
  const isContested =
    stage.persona.role === "coding" &&
    failure?.route === "coding" &&
    outcome.kind === "submitted" &&
    outcome.mendsNothing;
  return isContested ? contestFailure(failure, outcome.result.output) : failure;
}
