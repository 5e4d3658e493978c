import type {
  ModelCallAnswer,
  ModelCallFailure,
  ModelCallObserver,
  ModelCallRequest,
  OpenModelRequest,
} from "@kimi/contracts";

export interface CallLog extends ModelCallObserver {
  readonly events: string[];
  readonly requests: ModelCallRequest[];
  readonly answers: ModelCallAnswer[];
  readonly failures: ModelCallFailure[];
  readonly retries: { readonly reason: string; readonly delayMs: number }[];
  readonly shown: string[];
}

/** An observer that remembers. */
export function createCallLog(overrides: Partial<ModelCallObserver> = {}): CallLog {
  const log: Omit<CallLog, keyof ModelCallObserver> = {
    events: [],
    requests: [],
    answers: [],
    failures: [],
    retries: [],
    shown: [],
  };
  return {
    ...log,
    starting: (request) => {
      log.events.push(`starting ${request.position.turn}`);
      log.requests.push(request);
      return Promise.resolve();
    },
    answered: (request, answer) => {
      log.events.push(`answered ${request.position.turn}`);
      log.answers.push(answer);
      return Promise.resolve();
    },
    failed: (request, failure) => {
      log.events.push(`failed ${request.position.turn}`);
      log.failures.push(failure);
      return Promise.resolve();
    },
    retrying: (request, reason, delayMs) => {
      log.events.push(`retrying ${request.position.turn}`);
      log.retries.push({ reason, delayMs });
      return Promise.resolve();
    },
    streaming: (text) => {
      log.shown.push(text);
    },
    ...overrides,
  };
}

/** What the orchestrator asks a gateway to open. */
export function opening(
  observer: ModelCallObserver,
  facts: Partial<OpenModelRequest> = {},
): OpenModelRequest {
  return { stage: "coding", attempt: 1, model: "gpt-5.0", observer, ...facts };
}
