import type { RunEvent } from "@kimi/contracts";
import { expect, it } from "vitest";
import { explainMoves } from "../../src/replay/explain-moves.ts";

const [here, there] = ["http://127.0.0.1:1/v1", "http://127.0.0.1:2/v1"];
const program = "kimi-agent 0.1.0";
const started: RunEvent = {
  type: "run-started",
  runId: "run-1",
  targetPath: "/project",
  model: "gpt-5.0",
  endpoint: here,
  api: "responses",
  sandboxTier: "none",
  program,
};
const resumed = (stage: string | null, at: object): RunEvent => ({
  type: "run-resumed",
  previousStatus: "paused",
  stage,
  budget: { maxCostUsd: null, maxTokens: null, maxTurns: 40, maxMinutes: 60 },
  program,
  ...at,
});

function explain(...events: readonly RunEvent[]): readonly string[] {
  return explainMoves(
    events.map((event, index) => ({ sequence: index + 1, at: "2026-11-01T10:00:00.000Z", event })),
  );
}

it("says from where on a run was asked in another API, which has other requests", () => {
  const chat = { endpoint: there, api: "chat-completions" };
  const moves = explain(started, resumed("coding", chat), resumed("testing", chat), resumed(null, {}));
  expect(moves).toEqual([
    `From coding on the run was at ${there} in chat-completions, after ${here} in responses. A replay makes every request as the first endpoint takes it, so later ones may be different.`,
  ]);
});

it("names each move, the last stage and a fork's point too", () => {
  const forked = {
    type: "run-forked",
    runId: "run-2",
    fromRunId: "run-1",
    point: "coding/2",
    program,
  } as const;
  const at = { endpoint: there, api: "responses" } as const;
  const [fork, back, more] = explain(
    started,
    { ...forked, ...at },
    resumed(null, { endpoint: here, api: "responses" }),
  );
  expect(fork).toContain(`From coding/2 on the run was at ${there} in responses`);
  expect(back).toContain(`From its last stage on the run was at ${here} in responses`);
  expect(more).toBeUndefined();
});

it("says nothing of a run that stayed where it was, nor of logs that do not say", () => {
  expect(explain(started, resumed("coding", { endpoint: here, api: "responses" }))).toEqual([]);
  expect(explain(started, resumed("coding", {}))).toEqual([]);
});
