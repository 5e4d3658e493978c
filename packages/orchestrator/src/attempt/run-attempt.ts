import { isKimiError, type FailureReport, type Persona, type PersonaResult } from "@kimi/contracts";
import { createRecordingObserver } from "../record/recording-observer.ts";
import type { RunSession } from "../run-session.ts";
import { SessionWorkspace } from "../workspace/session-workspace.ts";
import { undoOutOfScope } from "../workspace/undo-out-of-scope.ts";
import { keepUnusable } from "./keep-unusable.ts";
import { leavesSource } from "./leaves-source.ts";
import { reviewOutput } from "./review-output.ts";

/** One stage of the pipeline. */
export interface Stage {
  readonly persona: Persona;
  readonly index: number;
}

/** What an attempt came to: an output, or why the model gave none. */
export type AttemptOutcome =
  | {
      readonly kind: "submitted";
      readonly attempt: number;
      readonly result: PersonaResult;
      /** Whether the attempt was to mend something and left the sources as they were. */
      readonly mendsNothing: boolean;
    }
  | { readonly kind: "unusable"; readonly attempt: number; readonly reason: string; readonly final: boolean };

/**
 * One try at a stage, recorded before it begins. What it came to is not recorded yet: that is `endAttempt`'s.
 * @throws KimiError for everything that is not the model's doing: endpoint, budget, workspace, store, cancellation.
 */
export async function runAttempt(
  session: RunSession,
  stage: Stage,
  failure: FailureReport | null,
): Promise<AttemptOutcome> {
  const { persona } = stage;
  const name = persona.config.name;
  const attempt = (session.attempts.get(name) ?? 0) + 1;
  session.attempts.set(name, attempt);
  session.accepted.trees.enter(`${name}/${attempt}`);
  const start = await session.ground.tree.snapshot({ onlyEdited: true });
  const { changes } = await session.ports.workspaces.changeSet(session.ground.baseline.id, start.id);
  const input = session.handoff(
    changes.map((change) => change.path),
    failure,
  );
  await session.ports.store.beginAttempt(session.runId, {
    stage: name,
    attempt,
    stageIndex: stage.index,
    role: persona.role,
    startedAt: session.now(),
    input,
  });
  session.recorder.emit({ type: "attempt-started", stage: name, attempt });
  session.recorder.emit({ type: "snapshot-taken", purpose: "attempt-start", snapshot: start });
  await session.recorder.flush();
  const workspace = new SessionWorkspace(session, persona, attempt);
  try {
    const result = await persona.run({
      attempt,
      handoff: input,
      workspace,
      model: session.ports.models.open({
        stage: name,
        attempt,
        model: persona.config.model ?? session.config.model,
        observer: createRecordingObserver(session),
      }),
      capabilities: session.ports.models.capabilities,
      hostedTools: session.hostedTools,
      reasoningEffort: persona.config.reasoningEffort ?? session.config.reasoningEffort,
      maxTurns: session.config.budget.maxTurns,
      review: (output) => reviewOutput(session, persona.role, output),
      emit: session.recorder.emit,
      signal: session.signal,
    });
    if (workspace.mayHaveStrayed) await undoOutOfScope(session, persona, start.id);
    const mendsNothing = failure !== null && (await leavesSource(session, start));
    return { kind: "submitted", attempt, result, mendsNothing };
  } catch (error) {
    // An attempt that something else broke off has not ended: whoever resumes the run takes it up again.
    if (!isKimiError(error, "persona-malformed", "persona-refused", "persona-stuck")) throw error;
    const reason = session.ports.redactor.redact(error.message).text;
    await keepUnusable(session, start, { stage: name, attempt });
    await session.ground.tree.restore(start.id);
    forgetWrites(session, name, attempt);
    return { kind: "unusable", attempt, reason, final: error.code === "persona-refused" };
  }
}

/** The tree was brought back to where the attempt began, so what it wrote is no line's origin. */
function forgetWrites(session: RunSession, stage: string, attempt: number): void {
  const kept = session.writes.filter((write) => write.stage !== stage || write.attempt !== attempt);
  session.writes.splice(0, session.writes.length, ...kept);
}
