import type {
  Model,
  ModelCall,
  ModelCallAnswer,
  ModelCallObserver,
  ModelGateway,
  OpenModelRequest,
  Redactor,
} from "@kimi/contracts";
import { createObservedModel } from "../calls/observed-model.ts";

/**
 * The gateway of a run that is taken up again: the turns of an attempt that were answered and stored are given again,
 * unannounced and without a request; the first turn without a stored answer, and all after it, go to `live`.
 */
export function createResumingGateway(live: ModelGateway, stored: readonly ModelCall[]): ModelGateway {
  return {
    endpoint: live.endpoint,
    api: live.api,
    capabilities: live.capabilities,
    resolveModel: (name) => live.resolveModel(name),
    estimateCostUsd: (model, usage) => live.estimateCostUsd(model, usage),
    uploadForSearch: (files, signal) => live.uploadForSearch(files, signal),
    deleteUpload: (vectorStoreId) => live.deleteUpload(vectorStoreId),
    open: (opened) => openResumed(live, opened, answersOf(stored, opened)),
    [Symbol.asyncDispose]: () => live[Symbol.asyncDispose](),
  };
}

/** The stored answers of one attempt, from its first turn up to the first that has none. */
function answersOf(stored: readonly ModelCall[], opened: OpenModelRequest): readonly ModelCallAnswer[] {
  const byTurn = new Map<number, ModelCallAnswer>();
  for (const { request, answer } of stored) {
    const { stage, attempt, turn } = request.position;
    if (answer !== null && stage === opened.stage && attempt === opened.attempt) byTurn.set(turn, answer);
  }
  const answers: ModelCallAnswer[] = [];
  for (let answer = byTurn.get(1); answer !== undefined; answer = byTurn.get(answers.length + 1))
    answers.push(answer);
  return answers;
}

function openResumed(
  live: ModelGateway,
  opened: OpenModelRequest,
  answers: readonly ModelCallAnswer[],
): Model {
  const rest = live.open({ ...opened, answeredTurns: answers.length });
  const waiting = [...answers];
  const again = createObservedModel({
    opened: { ...opened, observer: unannounced },
    model: live.resolveModel(opened.model),
    redactor: asStored,
    ask: () => {
      const answer = waiting.shift();
      return answer === undefined
        ? Promise.reject(new Error("No stored answer is left."))
        : Promise.resolve(answer);
    },
  });
  const model = (): Model => (waiting.length > 0 ? again : rest);
  return {
    getResponse: (request) => model().getResponse(request),
    getStreamedResponse: (request) => model().getStreamedResponse(request),
  };
}

/** The call and its answer are in the store already. */
const unannounced: ModelCallObserver = {
  starting: () => Promise.resolve(),
  answered: () => Promise.resolve(),
  failed: () => Promise.resolve(),
  retrying: () => Promise.resolve(),
  streaming: () => undefined,
};

/** What is stored was redacted before it was. */
const asStored: Redactor = {
  redact: (text) => ({ text, findings: [] }),
  reveal: (text) => text,
};
