import { isKimiError } from "@kimi/contracts";
import type { Stage } from "../attempt/run-attempt.ts";
import { pipelineStart, saveCheckpoint, type PipelinePosition } from "../resume/checkpoint.ts";
import type { RunSession } from "../run-session.ts";
import { fallBack } from "../verdict/fall-back.ts";
import { judgeAttempt } from "../verdict/judge-attempt.ts";
import { rejudgeWhenChanged } from "../verdict/rejudge-when-changed.ts";
import { runStage } from "./run-stage.ts";

/**
 * The stages in order. After testing the verdict decides: on to the next stage, back to coding or testing with the
 * smallest failing evidence, or stop. Every step leaves a checkpoint from which another process can go on.
 */
export async function runPipeline(
  session: RunSession,
  from: PipelinePosition = pipelineStart,
): Promise<void> {
  const stages = session.ports.personas.map((persona, index): Stage => ({ persona, index }));
  let position: PipelinePosition | null = from;
  for (;;) {
    if (position.isVerdictDue) position = await judge(session, stages, position);
    if (position === null) return;
    const stage = stages[position.next];
    if (stage === undefined) break;
    position = await work(session, stages, stage, position);
  }
  await rejudgeWhenChanged(session);
}

/** The verdict of what testing left, and where it sends the run; `null` stops it. */
async function judge(
  session: RunSession,
  stages: readonly Stage[],
  { next }: PipelinePosition,
): Promise<PipelinePosition | null> {
  const step = await judgeAttempt(session);
  if (step.kind === "stop") return null;
  const failure = step.kind === "fix-forward" ? step.failure : null;
  const back = stages.findIndex((one) => one.persona.role === failure?.route);
  const position = { next: failure === null ? next : back, isVerdictDue: false, failure };
  await saveCheckpoint(session, position);
  return position;
}

/**
 * One stage. When it was to mend something and gave nothing, the run goes on after testing from its best verdict so
 * far, if it has one.
 */
async function work(
  session: RunSession,
  stages: readonly Stage[],
  stage: Stage,
  position: PipelinePosition,
): Promise<PipelinePosition> {
  try {
    return await runStage(session, stage, position);
  } catch (error) {
    if (position.failure === null || !isKimiError(error, "persona-malformed") || !(await fallBack(session))) {
      throw error;
    }
    const message = `${error.message} The earlier, partly proven result is kept.`;
    session.recorder.emit({ type: "note", message });
    const testing = stages.findIndex((one) => one.persona.role === "testing");
    const after = { next: testing + 1, isVerdictDue: false, failure: null };
    await saveCheckpoint(session, after);
    return after;
  }
}
