import { createModelGateway } from "@kimi/models";
import { httpError, startModelServer } from "@kimi/models/testing";
import type { RunHandle } from "@kimi/orchestrator";
import { expect, it, onTestFinished } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** All answers of a run with one attempt, in the order they are asked for. */
const whole = Object.values(answersWith(bodies.right)).flat(2);

/** A run whose second request is refused an answer the first three times that it is made, and then goes through. */
async function prepareUnanswered() {
  const reached: (() => void)[] = [];
  const server = await startModelServer((_, asked) => {
    if (asked < 1 || asked > 3) return whole[asked < 1 ? asked : asked - 3] ?? [];
    if (asked === 2) return httpError(429);
    reached.shift()?.();
    return new Promise<never>(() => {});
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const price = { inputUsd: 10, cachedInputUsd: 10, outputUsd: 10 };
  const { local, project } = await prepareRun(
    {},
    {
      models: ({ redactor, clock }) =>
        createModelGateway({
          apiKey: null,
          baseUrl: server.url,
          api: "responses",
          redactor,
          clock,
          prices: { own: price },
          limits: { maxRetries: 0 },
        }),
    },
  );
  /** Cancels what is begun when the endpoint has the request that it does not answer. */
  const cancelWhenAsked = async (begin: (signal: AbortSignal) => RunHandle | Promise<RunHandle>) => {
    const cancellation = new AbortController();
    reached.push(() => cancellation.abort());
    const handle = await begin(cancellation.signal);
    return await handle.result;
  };
  const config = { targetPath: project, inputDocs: ["plan.md"], sandbox: "prefer", model: "own" } as const;
  const first = await cancelWhenAsked((signal) => local.start(config, { signal }));
  expect(first).toMatchObject({ status: "cancelled", ledger: { requests: 2, possiblyBilledRequests: 1 } });
  return { server, local, first, cancelWhenAsked };
}

it("counts each request that was made again after it had no answer, as often as it was made", async () => {
  const { server, local, first, cancelWhenAsked } = await prepareUnanswered();
  const { runId } = first;
  // An endpoint that had no time for it has charged nothing, but was asked.
  expect(await (await local.resume(runId)).result).toMatchObject({
    status: "paused",
    ledger: { requests: 3, possiblyBilledRequests: 1 },
  });
  expect(await cancelWhenAsked((signal) => local.resume(runId, { signal }))).toMatchObject({
    status: "cancelled",
    ledger: { requests: 4, possiblyBilledRequests: 2 },
  });
  const { status, ledger } = await (await local.resume(runId)).result;
  expect(status).toBe("succeeded");
  expect(ledger).toMatchObject({ requests: server.calls.length, possiblyBilledRequests: 2 });
  expect(server.calls).toHaveLength(whole.length + 3);
  expect((await local.store.readRun(runId))?.ledger).toEqual(ledger);
  expect(await local.replay(runId)).toMatchObject({ isSame: true });
});

it("keeps a limit in USD and in tokens of what requests without an answer may have cost", async () => {
  const { server, local, first } = await prepareUnanswered();
  const { runId } = first;
  const body = JSON.stringify((await local.store.readModelCalls(runId))[1]?.request.body);
  const tokens = Math.ceil(body.length / 4);
  const { inputTokens, outputTokens } = first.ledger.tokens;
  const asked = server.calls.length;
  // Enough for the request, were the one without an answer free.
  const paused = await local.resume(runId, {
    budget: { maxTokens: inputTokens + outputTokens + 2 * tokens - 1 },
  });
  expect((await paused.result).reason).toMatch(/more by requests without an answer.*--max-tokens/);
  const maxCostUsd = first.ledger.costUsd + (2 * tokens - 1) * 10e-6;
  const again = await local.resume(runId, { budget: { maxCostUsd } });
  expect((await again.result).reason).toMatch(/more by requests without an answer.*--max-cost-usd/);
  expect(server.calls).toHaveLength(asked);
});
