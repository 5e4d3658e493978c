import { isKimiError } from "@kimi/contracts";
import type { Stage } from "../attempt/run-attempt.ts";
import { pipelineStart, saveCheckpoint, type PipelinePosition } from "../resume/checkpoint.ts";
import type { RunSession } from "../run-session.ts";
import { fallBack } from "../verdict/fall-back.ts";
import { judgeAttempt } from "../verdict/judge-attempt.ts";
import { rejudgeWhenChanged } from "../verdict/rejudge-when-changed.ts";
import { withFindings } from "../verdict/with-findings.ts";
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

/** One stage; what it does not give, something may stand in for. */
async function work(
  session: RunSession,
  stages: readonly Stage[],
  stage: Stage,
  position: PipelinePosition,
): Promise<PipelinePosition> {
  try {
    return await runStage(session, stage, position);
  } catch (error) {
    if (!isKimiError(error, "persona-malformed")) throw error;
    const next = await standIn(session, stages, stage, position);
    if (next === null) throw error;
    session.recorder.emit({ type: "note", message: `${error.message} ${next.instead}` });
    const after = { next: next.index, isVerdictDue: false, failure: null };
    await saveCheckpoint(session, after);
    return after;
  }
}

/**
 * What stands in for a stage that gave nothing: for one that was to mend something, the best verdict so far; for
 * documentation, which proves nothing, a finding. `null` for any other.
 */
async function standIn(
  session: RunSession,
  stages: readonly Stage[],
  stage: Stage,
  position: PipelinePosition,
): Promise<{ readonly index: number; readonly instead: string } | null> {
  if (position.failure !== null && (await fallBack(session))) {
    const testing = stages.findIndex((one) => one.persona.role === "testing");
    return { index: testing + 1, instead: "The earlier, partly proven result is kept." };
  }
  if (stage.persona.role !== "documentation" || session.report === null) return null;
  const message = "The documentation stage gave no usable result: the change is proven, and not documented.";
  const finding = { kind: "documentation", blocking: false, path: null, message } as const;
  session.report = withFindings(session.report, [finding]);
  return { index: stage.index + 1, instead: "The verdict does not hang on it." };
}
