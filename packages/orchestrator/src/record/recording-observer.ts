import {
  KimiError,
  type ModelCallAnswer,
  type ModelCallFailure,
  type ModelCallObserver,
  type ModelCallRequest,
} from "@kimi/contracts";
import { checkBudget } from "../budget/check-budget.ts";
import { expectUse, type ExpectedUse } from "../budget/expect-use.ts";
import type { RunSession } from "../run-session.ts";

/** Lets a request leave only when it is recorded and within budget, and records its answer before anybody acts on it. */
export function createRecordingObserver(session: RunSession): ModelCallObserver {
  const { store } = session.ports;
  const { recorder, book, runId } = session;
  const expect = (request: ModelCallRequest): ExpectedUse =>
    expectUse(session.ports.models, request, book.costliestAnswerUsd);
  return {
    async starting(request: ModelCallRequest) {
      if (session.signal.aborted) throw new KimiError("cancelled", "The run was cancelled.");
      checkBudget(session.config.budget, {
        ledger: book.ledger,
        elapsedMs: session.elapsedMs(),
        unanswered: book.unanswered,
        expected: expect(request),
      });
      await recorder.flush();
      await store.beginModelCall(runId, request);
      recorder.emit({
        type: "model-requested",
        position: request.position,
        model: request.model,
        hash: request.hash,
      });
      await recorder.flush();
    },
    async answered(request: ModelCallRequest, answer: ModelCallAnswer) {
      await store.answerModelCall(runId, request.position, answer);
      book.addAnswer(answer);
      // Whoever looks at a run that goes on, or died, sees what it has spent.
      await store.updateRun(runId, { ledger: book.ledger });
      const { usage, costUsd } = answer;
      recorder.emit({ type: "model-answered", position: request.position, usage, costUsd });
      await recorder.flush();
    },
    async failed(request: ModelCallRequest, failure: ModelCallFailure) {
      await store.failModelCall(runId, request.position, failure);
      book.addFailure(failure.possiblyBilled ? expect(request) : null);
      await store.updateRun(runId, { ledger: book.ledger });
      recorder.emit({ type: "model-failed", position: request.position, ...failure });
      await recorder.flush();
    },
    async retrying(request: ModelCallRequest, reason: string, delayMs: number) {
      recorder.emit({ type: "model-retried", position: request.position, reason, delayMs });
      await recorder.flush();
    },
    streaming(textDelta: string) {
      session.onText(textDelta);
    },
  };
}
