import type { ModelStreamEvent } from "@kimi/contracts";
import { Agent, codeInterpreterTool, fileSearchTool, Runner, tool, webSearchTool } from "@openai/agents";
import { expect, test } from "vitest";
import { z } from "zod";
import { answer, callTool, refuse, say, startModelServer, submit } from "../src/testing/index.ts";
import { createCallLog, opening } from "./support/call-log.ts";
import { gatewayTo, request } from "./support/fake-ports.ts";

const addTool = tool({
  name: "add",
  description: "Adds two numbers.",
  parameters: z.object({ a: z.number(), b: z.number() }),
  execute: ({ a, b }) => String(a + b),
});

const transports = [
  { api: "responses", stream: true },
  { api: "responses", stream: false },
  { api: "chat-completions", stream: true },
  { api: "chat-completions", stream: false },
] as const;

for (const { api, stream } of transports) {
  const kind = `${api}, ${stream ? "streamed" : "JSON"}`;

  test(`the Runner calls a tool and ends with a structured output (${kind})`, async () => {
    await using server = await startModelServer([callTool("add", { a: 2, b: 3 }), submit({ sum: 5 })]);
    const log = createCallLog();
    const model = gatewayTo(server.url, { api, stream }).open(opening(log));
    const agent = new Agent({
      name: "adder",
      model,
      tools: [addTool],
      outputType: z.object({ sum: z.number() }),
    });

    const result = await new Runner({ tracingDisabled: true }).run(agent, "What is 2 + 3?");

    expect(result.finalOutput).toEqual({ sum: 5 });
    expect(log.events).toEqual(["starting 1", "answered 1", "starting 2", "answered 2"]);
    expect(log.answers[0]?.usage).toEqual({
      inputTokens: 100,
      cachedInputTokens: 40,
      outputTokens: 20,
      reasoningTokens: 5,
    });
    expect(server.calls.map(({ body }) => body["stream"])).toEqual([stream, stream]);
    expect(JSON.stringify(server.calls[1]?.body)).toContain('"5"');
    server.assertComplete();
  });

  test(`a refusal is an answer that personas can see (${kind})`, async () => {
    await using server = await startModelServer([refuse("I will not.")]);
    const log = createCallLog();
    const model = gatewayTo(server.url, { api, stream }).open(opening(log));

    const { output } = await model.getResponse(request());

    expect(output).toMatchObject([
      { type: "message", content: [{ type: "refusal", refusal: "I will not." }] },
    ]);
    expect(log.failures).toEqual([]);
  });

  test(`a stream of the Model interface carries the same answer (${kind})`, async () => {
    await using server = await startModelServer([say("one line")]);
    const model = gatewayTo(server.url, { api, stream }).open(opening(createCallLog()));
    const events: ModelStreamEvent[] = [];
    for await (const event of model.getStreamedResponse(request())) events.push(event);

    expect(events.map(({ type }) => type)).toEqual([
      "response_started",
      "output_text_delta",
      "response_done",
    ]);
    expect(events.at(-1)).toMatchObject({
      response: {
        output: [{ content: [{ text: "one line" }] }],
        usage: { inputTokens: 100, totalTokens: 120 },
      },
    });
  });
}

test("a server that answers a streamed request with JSON is understood in both APIs", async () => {
  for (const api of ["responses", "chat-completions"] as const) {
    await using server = await startModelServer(
      [[say("sums"), callTool("add", { a: 1, b: 1 }), callTool("add", { a: 2, b: 2 })]],
      {
        ignoresStream: true,
      },
    );
    const model = gatewayTo(server.url, { api }).open(opening(createCallLog()));
    const { output, usage } = await model.getResponse(request());

    expect(output).toMatchObject([
      { type: "message", content: [{ text: "sums" }] },
      { type: "function_call", name: "add", callId: "call_1_2", arguments: '{"a":1,"b":1}' },
      { type: "function_call", name: "add", callId: "call_1_3", arguments: '{"a":2,"b":2}' },
    ]);
    expect(usage.inputTokens).toBe(100);
  }
});

test("what the settings say is what the request carries: model, reasoning, hosted tools and every include", async () => {
  await using server = await startModelServer([say("done")]);
  const model = gatewayTo(server.url).open(opening(createCallLog()));
  const include = [
    "code_interpreter_call.outputs",
    "web_search_call.action.sources",
    "file_search_call.results",
  ];
  const agent = new Agent({
    name: "searcher",
    model,
    tools: [codeInterpreterTool(), webSearchTool(), fileSearchTool(["vs_1"])],
    modelSettings: { reasoning: { effort: "xhigh" }, store: false, providerData: { include } },
  });
  await new Runner({ tracingDisabled: true }).run(agent, "Search.");

  expect(server.calls[0]?.body).toMatchObject({
    model: "gpt-5.6-sol",
    reasoning: { effort: "xhigh" },
    include,
    store: false,
    tools: [
      { type: "code_interpreter", container: { type: "auto" } },
      { type: "web_search" },
      { type: "file_search", vector_store_ids: ["vs_1"] },
    ],
  });
  expect(server.calls[0]?.headers["authorization"]).toBe("Bearer test-key");
});

test("a compatible Chat Completions server is not sent a reasoning effort, unless it is said to know it", async () => {
  await using server = await startModelServer([say("a"), say("b")]);
  const plain = gatewayTo(server.url, { api: "chat-completions" });
  await plain.open(opening(createCallLog())).getResponse(request());
  const knowing = gatewayTo(server.url, { api: "chat-completions", capabilities: { reasoningEffort: true } });
  await knowing.open(opening(createCallLog())).getResponse(request());

  expect(server.calls[0]?.body).not.toHaveProperty("reasoning_effort");
  expect(server.calls[1]?.body).toHaveProperty("reasoning_effort", "high");
});

test("without a key no authorization header is sent", async () => {
  await using server = await startModelServer([say("hi")]);
  const model = gatewayTo(server.url, { apiKey: null, api: "chat-completions" }).open(
    opening(createCallLog()),
  );
  await model.getResponse(request());
  expect(server.calls[0]?.headers).not.toHaveProperty("authorization");
});

test("a hosted tool on Chat Completions is refused before anything is sent", async () => {
  await using server = await startModelServer([]);
  const log = createCallLog();
  const model = gatewayTo(server.url, { api: "chat-completions" }).open(opening(log));
  const hosted = { type: "hosted_tool" as const, name: "web_search", providerData: { type: "web_search" } };

  await expect(model.getResponse(request({ tools: [hosted] }))).rejects.toMatchObject({
    code: "endpoint-request",
    retryable: false,
  });
  expect(server.requests).toEqual([]);
  expect(log.failures[0]?.possiblyBilled).toBe(false);
});

test("a price makes a cost, and no price makes none", async () => {
  const usage = {
    inputTokens: 1_000_000,
    cachedInputTokens: 500_000,
    outputTokens: 100_000,
    reasoningTokens: 0,
  };
  await using server = await startModelServer([answer(say("a"), usage), answer(say("b"), usage)]);
  const log = createCallLog();
  const prices = { "gpt-5.6-sol": { inputUsd: 2, cachedInputUsd: 0.5, outputUsd: 10 } };
  const gateway = gatewayTo(server.url, { prices });
  await gateway.open(opening(log)).getResponse(request());
  await gateway.open(opening(log, { model: "my-own" })).getResponse(request());

  expect(log.answers.map(({ costUsd }) => costUsd)).toEqual([2.25, null]);
  expect(log.requests.map(({ model }) => model)).toEqual(["gpt-5.6-sol", "my-own"]);
});

test("text is shown while it streams", async () => {
  await using server = await startModelServer([say("first line\nsecond line\nthird")]);
  const log = createCallLog();
  await gatewayTo(server.url).open(opening(log)).getResponse(request());
  expect(log.shown.join("")).toBe("first line\nsecond line\nthird");
  expect(log.shown.length).toBeGreaterThan(1);
});

test("the reasoning of a local model is no part of its answer", async () => {
  await using server = await startModelServer([say("<think>hm, 2 + 3</think>\n\n5")]);
  const model = gatewayTo(server.url, { api: "chat-completions" }).open(opening(createCallLog()));
  const { output } = await model.getResponse(request());
  expect(output).toMatchObject([{ content: [{ type: "output_text", text: "5" }] }]);
});
