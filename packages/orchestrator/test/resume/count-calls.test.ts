import { noTokens, type CallPosition, type ModelCall, type RunEvent } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { countCalls } from "../../src/resume/count-calls.ts";

const usage = { ...noTokens, inputTokens: 10, outputTokens: 5 };
const at = (turn: number): CallPosition => ({ stage: "coding", attempt: 1, turn, call: 1 });
const requested = (turn: number): RunEvent => ({
  type: "model-requested",
  position: at(turn),
  model: "own",
  hash: "0".repeat(64),
});
const answered = (turn: number): RunEvent => ({
  type: "model-answered",
  position: at(turn),
  usage,
  costUsd: 0.25,
});
const failed = (turn: number, possiblyBilled: boolean): RunEvent => ({
  type: "model-failed",
  position: at(turn),
  code: "cancelled",
  message: "",
  possiblyBilled,
});
const call = (turn: number, end: Partial<ModelCall> = {}): ModelCall => ({
  // 38 characters and two quotation marks: ten tokens.
  request: { position: at(turn), model: "own", hash: "0".repeat(64), body: "x".repeat(38) },
  answer: null,
  failure: null,
  ...end,
});
const answer = { responseId: null, output: [], usage, costUsd: 0.25 };
const models = { estimateCostUsd: (_: string, { inputTokens }: typeof usage) => inputTokens / 100 };

function count(events: readonly RunEvent[], calls: readonly ModelCall[]) {
  const stored = events.map((event, index) => ({
    sequence: index + 1,
    at: "2026-11-01T10:00:00.000Z",
    event,
  }));
  return countCalls({ events: stored, calls }, models);
}

describe("countCalls", () => {
  it("counts each request of one position, however it ended", () => {
    const again = [requested(1), failed(1, true), requested(1), failed(1, false), requested(1), requested(1)];
    const book = count([...again, answered(1)], [call(1, { answer })]);
    expect(book.ledger).toMatchObject({ requests: 4, possiblyBilledRequests: 2, costUsd: 0.25 });
    expect(book.unanswered.inputTokens).toBe(20);
    expect(book.unanswered.costUsd).toBeCloseTo(0.2);
  });

  it("takes a request without an answer to have cost no less than the costliest answer before it", () => {
    const book = count([requested(1), answered(1), requested(2)], [call(1, { answer }), call(2)]);
    expect(book.ledger).toMatchObject({ requests: 2, possiblyBilledRequests: 1 });
    expect(book.unanswered).toEqual({ inputTokens: 10, costUsd: 0.25 });
  });

  it("believes the row where the process died before it could log how a call ended", () => {
    const failure = { code: "endpoint-unavailable", message: "", possiblyBilled: false };
    const events = [requested(1), requested(2), requested(3)];
    const book = count(events, [call(1, { answer }), call(2, { failure }), call(3)]);
    expect(book.ledger).toMatchObject({ requests: 3, possiblyBilledRequests: 1, costUsd: 0.25 });
  });

  it("counts no call that a fork inherited, and none that never left", () => {
    expect(count([], [call(1, { answer }), call(2)]).ledger.requests).toBe(0);
  });
});
