import { noTokens, type AgentOutputItem, type Recording } from "@kimi/contracts";
import { toJsonValue } from "../calls/canonical-json.ts";
import { withCallIds } from "./answer-items.ts";

/** Answers by stage: a list of attempts, each a list of turns, each what the model says in that turn. */
export type HandwrittenAnswers = Readonly<
  Record<string, readonly (readonly (AgentOutputItem | readonly AgentOutputItem[])[])[]>
>;

/** A recording of answers that a person wrote; no model was asked, and nothing spent. Stages and turns number themselves. */
export function handwriteRecording(answers: HandwrittenAnswers, note: string | null = null): Recording {
  const calls = Object.entries(answers).flatMap(([stage, attempts]) =>
    attempts.flatMap((turns, attemptIndex) =>
      turns.map((items, turnIndex) => {
        const position = { stage, attempt: attemptIndex + 1, turn: turnIndex + 1, call: 1 };
        const named = withCallIds([items].flat(), `call_${stage}_${position.attempt}_${position.turn}`);
        const output = named.map((item) => toJsonValue(item));
        const answer = { responseId: null, output, usage: noTokens, costUsd: 0 };
        return { position, request: null, answer, failure: null };
      }),
    ),
  );
  return {
    header: {
      format: "kimi-recording",
      version: 1,
      origin: "handwritten",
      seed: null,
      startedAt: null,
      note,
    },
    calls,
  };
}
