import { createServer } from "node:http";
import { once } from "node:events";
import { expect, test } from "vitest";
import {
  cut,
  drop,
  failed,
  httpError,
  incomplete,
  raw,
  say,
  stall,
  startModelServer,
  type ScriptedReply,
} from "../../src/testing/index.ts";
import { createCallLog, opening } from "../support/call-log.ts";
import { failureOf } from "../support/failure-of.ts";
import { gatewayTo, request } from "../support/fake-ports.ts";

const transports = [
  { api: "responses", stream: true },
  { api: "responses", stream: false },
  { api: "chat-completions", stream: true },
  { api: "chat-completions", stream: false },
] as const;

const passing: readonly (readonly [string, ScriptedReply])[] = [
  ["429", httpError(429)],
  ["500", httpError(500)],
  ["408", httpError(408)],
  ["409", httpError(409)],
  ["a dropped connection", drop()],
  ["a stream cut in the middle", cut()],
  ["a stream that just ends in the middle", cut({ cleanly: true })],
  ["a body that is no JSON", raw("{ nonsense")],
  ["an empty body", raw("")],
  ["a server error within the answer", failed("server_error", "try again")],
];

for (const { api, stream } of transports) {
  const kind = `${api}, ${stream ? "streamed" : "JSON"}`;

  for (const [name, reply] of passing) {
    test(`${name} is tried again, and the answer is the one that counts (${kind})`, async () => {
      await using server = await startModelServer([reply, say("there")]);
      const log = createCallLog();
      const model = gatewayTo(server.url, { api, stream }).open(opening(log));

      const { output } = await model.getResponse(request());

      expect(output).toMatchObject([{ content: [{ text: "there" }] }]);
      expect(log.events).toEqual(["starting 1", "retrying 1", "answered 1"]);
      expect(log.requests[0]?.position).toEqual({ stage: "coding", attempt: 1, turn: 1, call: 1 });
      server.assertComplete();
    });
  }

  test(`an answer cut short by its limit says which limit, and is not asked for again (${kind})`, async () => {
    await using server = await startModelServer([incomplete("half an ans")]);
    const log = createCallLog();
    const error = await failureOf(
      gatewayTo(server.url, { api, stream }).open(opening(log)).getResponse(request()),
    );

    expect(error.code).toBe("endpoint-protocol");
    expect(error.message).toMatch(/cut the answer short \((max_output_tokens|length)\).*num_ctx/);
    expect(log.failures).toMatchObject([{ code: "endpoint-protocol", possiblyBilled: true }]);
    server.assertComplete();
  });

  test(`an answer that stalls ends by the watchdog (${kind})`, async () => {
    await using server = await startModelServer([stall()]);
    const gateway = gatewayTo(server.url, { api, stream, limits: { idleTimeoutMs: 50, maxRetries: 0 } });
    const log = createCallLog();
    const error = await failureOf(gateway.open(opening(log)).getResponse(request()));

    expect(error).toMatchObject({ code: "endpoint-unavailable", retryable: true });
    expect(error.message).toContain("fell silent");
    expect(log.failures[0]?.possiblyBilled).toBe(true);
  });
}

test("a wait that the server asks for is kept, also above a minute", async () => {
  const waits: number[] = [];
  await using server = await startModelServer([
    httpError(429, { headers: { "retry-after": "90" } }),
    httpError(429, { headers: { "retry-after-ms": "1500" } }),
    say("there"),
  ]);
  const log = createCallLog();
  await gatewayTo(server.url, { waits }).open(opening(log)).getResponse(request());

  expect(waits).toEqual([90_000, 1_500]);
  expect(log.retries.map(({ delayMs }) => delayMs)).toEqual(waits);
});

test("a wait beyond the limit ends the call at once, as an outage that may pass", async () => {
  const waits: number[] = [];
  await using server = await startModelServer([httpError(429, { headers: { "retry-after": "3600" } })]);
  const gateway = gatewayTo(server.url, { waits });
  const error = await failureOf(gateway.open(opening(createCallLog())).getResponse(request()));

  expect(error).toMatchObject({
    code: "endpoint-unavailable",
    retryable: true,
    details: { retryAfterMs: 3_600_000, status: 429, tries: 1, possiblyBilled: false },
  });
  expect(error.message).toContain("3600 s");
  expect(waits).toEqual([]);
});

test("waits grow, stay bounded, and are the same for the same request", async () => {
  async function waitsOfAnOutage(): Promise<number[]> {
    const waits: number[] = [];
    await using server = await startModelServer(() => httpError(503));
    const gateway = gatewayTo(server.url, { waits, limits: { maxRetries: 9 } });
    await failureOf(gateway.open(opening(createCallLog())).getResponse(request()));
    expect(server.calls).toHaveLength(10);
    return waits;
  }
  const waits = await waitsOfAnOutage();
  expect(await waitsOfAnOutage()).toEqual(waits);
  for (const [index, wait] of waits.entries()) {
    const ceiling = Math.min(30_000, 500 * 2 ** index);
    expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
    expect(wait).toBeLessThanOrEqual(ceiling);
  }
});

test("an outage that lasts ends in an error that says so, and remembers what may have been charged", async () => {
  await using server = await startModelServer([cut(), httpError(503), httpError(503)]);
  const log = createCallLog();
  const gateway = gatewayTo(server.url, { limits: { maxRetries: 2 } });
  const error = await failureOf(gateway.open(opening(log)).getResponse(request()));

  expect(error).toMatchObject({
    code: "endpoint-unavailable",
    retryable: true,
    details: { tries: 3, status: 503 },
  });
  expect(error.message).toContain("tried 3 times");
  expect(log.events).toEqual(["starting 1", "retrying 1", "retrying 1", "failed 1"]);
  // The cut stream of the first try may have been billed, whatever came after it.
  expect(log.failures[0]?.possiblyBilled).toBe(true);
});

test("an endpoint that never begins to answer is given up", async () => {
  await using server = await startModelServer(() => new Promise<never>(() => undefined));
  const gateway = gatewayTo(server.url, { limits: { responseTimeoutMs: 50, maxRetries: 1 } });
  const log = createCallLog();
  const error = await failureOf(gateway.open(opening(log)).getResponse(request()));

  expect(error).toMatchObject({ code: "endpoint-unavailable", retryable: true, details: { tries: 2 } });
  expect(error.message).toContain("did not answer in time");
  expect(log.failures[0]?.possiblyBilled).toBe(true);
});

test("a refused connection is an outage that cost nothing", async () => {
  const closed = createServer();
  closed.listen(0, "127.0.0.1");
  await once(closed, "listening");
  const address = closed.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  closed.close();
  const log = createCallLog();
  const gateway = gatewayTo(`http://127.0.0.1:${port}/v1`, { limits: { maxRetries: 1 } });
  const error = await failureOf(gateway.open(opening(log)).getResponse(request()));

  expect(error.message).toContain("ECONNREFUSED");
  expect(error).toMatchObject({ code: "endpoint-unavailable", retryable: true });
  expect(log.failures[0]?.possiblyBilled).toBe(false);
});

test("a cancelled request is cancelled, not retried", async () => {
  const cancel = new AbortController();
  await using server = await startModelServer(() => {
    cancel.abort();
    return stall();
  });
  const log = createCallLog();
  const model = gatewayTo(server.url).open(opening(log));
  const error = await failureOf(model.getResponse(request({ signal: cancel.signal })));

  expect(error.code).toBe("cancelled");
  expect(log.failures).toMatchObject([{ code: "cancelled", possiblyBilled: true }]);
  expect(server.calls).toHaveLength(1);
});

test("a wait for the next try can be cancelled", async () => {
  const cancel = new AbortController();
  await using server = await startModelServer([httpError(429)]);
  const model = gatewayTo(server.url, {
    sleep: (_ms, signal) => {
      cancel.abort();
      signal?.throwIfAborted();
      return Promise.resolve();
    },
  }).open(opening(createCallLog()));

  const error = await failureOf(model.getResponse(request({ signal: cancel.signal })));
  expect(error).toMatchObject({ code: "cancelled", details: { possiblyBilled: false } });
  server.assertComplete();
});
