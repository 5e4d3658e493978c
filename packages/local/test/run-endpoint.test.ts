import { createModelGateway } from "@kimi/models";
import {
  cut,
  httpError,
  incomplete,
  outOfQuota,
  refuse,
  say,
  startModelServer,
  type ModelServer,
  type ScriptedReply,
} from "@kimi/models/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { answersWith, bodies, coded, requirements } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** All answers of a run with one attempt, in the order they are asked for. */
const whole = Object.values(answersWith(bodies.right)).flat(2);

async function serve(replies: readonly ScriptedReply[]): Promise<ModelServer> {
  const server = await startModelServer(replies);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** A run over a loopback endpoint whose retries wait in no real time; gives how long they would have waited. */
async function runAgainst(
  server: ModelServer,
  config: Parameters<Awaited<ReturnType<typeof prepareRun>>["run"]>[0] = {},
) {
  const waits: number[] = [];
  const prepared = await prepareRun(
    {},
    {
      models: ({ redactor, clock }) =>
        createModelGateway({
          apiKey: "test-key",
          baseUrl: server.url,
          api: "responses",
          redactor,
          clock,
          sleep: async (ms) => void waits.push(ms),
        }),
    },
  );
  const before = await listTree(prepared.project);
  const { result, events } = await prepared.run(config);
  const untouched = JSON.stringify(before) === JSON.stringify(await listTree(prepared.project));
  const calls = await prepared.local.store.readModelCalls(result.runId);
  return { ...prepared, result, events, calls, untouched, waits };
}

describe("an endpoint that answers", () => {
  it("carries a run through all four personas", async () => {
    const server = await serve(whole);
    const { result, calls } = await runAgainst(server);
    expect(result.status).toBe("succeeded");
    server.assertComplete();
    expect(calls).toHaveLength(whole.length);
  });

  it("is sent what the options say, and its uploads are deleted when the run ends", async () => {
    const server = await serve(whole);
    const { result, events } = await runAgainst(server, {
      model: "gpt-5.0",
      reasoningEffort: "high",
      webSearch: "on",
      fileSearch: "on",
    });
    expect(result.status).toBe("succeeded");
    const bodiesSent = server.calls.map((call) => call.body);
    expect(new Set(bodiesSent.map((body) => body["model"]))).toEqual(new Set(["gpt-5.6-sol"]));
    expect(bodiesSent.every((body) => JSON.stringify(body["reasoning"]).includes('"effort":"high"'))).toBe(
      true,
    );
    expect(bodiesSent.every((body) => body["store"] === false)).toBe(true);
    const tools = JSON.stringify(bodiesSent.map((body) => body["tools"]));
    expect(tools).toContain('"type":"web_search');
    expect(tools).toContain('"type":"code_interpreter"');
    expect(tools).toContain('"type":"file_search"');
    const include = JSON.stringify(bodiesSent.map((body) => body["include"]));
    for (const part of [
      "code_interpreter_call.outputs",
      "web_search_call.action.sources",
      "file_search_call.results",
    ]) {
      expect(include).toContain(part);
    }
    const types = events.map((event) => event.type);
    expect(types.indexOf("upload-created")).toBeGreaterThan(0);
    expect(types.indexOf("upload-deleted")).toBeGreaterThan(types.indexOf("upload-created"));
    expect(events.find((event) => event.type === "note" && event.message.includes("uploads"))).toBeDefined();
    expect([server.uploads.files.size, server.uploads.stores.size]).toEqual([0, 0]);
  });
});

describe("links that a web search cites", () => {
  it("are kept as provenance of the stage that used them", async () => {
    const citation = {
      type: "url_citation",
      url: "https://example.org/greetings",
      title: "Greetings",
      start_index: 0,
      end_index: 1,
    };
    const cited = (item: ScriptedReply): ScriptedReply => {
      const message = structuredClone(item) as { content: { providerData?: unknown }[] };
      for (const part of message.content) part.providerData = { annotations: [citation] };
      return message as unknown as ScriptedReply;
    };
    const server = await serve(whole.map((item) => (item === coded ? cited(item) : item)));
    const { local, result } = await runAgainst(server, { webSearch: "on" });
    expect(result.status).toBe("succeeded");
    const kept = await local.store.readArtifact(result.runId, "citations/coding.json");
    expect(JSON.parse(Buffer.from(kept ?? []).toString("utf8"))).toEqual([
      { url: "https://example.org/greetings", title: "Greetings" },
    ]);
  });
});

describe("a limit in USD", () => {
  const price = { inputUsd: 100, cachedInputUsd: 100, outputUsd: 100 };

  it("is refused for a model without a known price, before a run exists", async () => {
    const server = await serve(whole);
    await expect(runAgainst(server, { budget: { maxCostUsd: 1 } })).rejects.toThrow(/gpt-5\.6-sol.*--prices/);
    expect(server.requests).toEqual([]);
  });

  it("pauses before a request whose input alone would exceed it", async () => {
    const server = await serve(whole);
    const prepared = await prepareRun(
      {},
      {
        models: ({ redactor, clock }) =>
          createModelGateway({
            apiKey: "test-key",
            baseUrl: server.url,
            redactor,
            clock,
            prices: { own: price },
          }),
      },
    );
    const { result } = await prepared.run({ model: "own", budget: { maxCostUsd: 0.05 } });
    expect(result).toMatchObject({ status: "paused", exitCode: 75 });
    expect(result.reason).toContain("--max-cost-usd");
    expect(server.calls).toEqual([]);
  });
});

describe("an endpoint in trouble", () => {
  it.each<[string, ScriptedReply]>([
    ["500", httpError(500)],
    ["429 with Retry-After", httpError(429, { headers: { "retry-after": "90" } })],
    ["a cut stream", cut()],
  ])("is asked again after %s, and the run goes on", async (_, trouble) => {
    const server = await serve([trouble, ...whole]);
    const { result, events, waits } = await runAgainst(server);
    expect(result.status).toBe("succeeded");
    expect(events.filter((event) => event.type === "model-retried")).toHaveLength(1);
    expect(waits).toHaveLength(1);
    server.assertComplete();
  });

  it("has its Retry-After honoured beyond a minute", async () => {
    const server = await serve([httpError(429, { headers: { "retry-after": "90" } }), ...whole]);
    const { waits } = await runAgainst(server);
    expect(waits[0]).toBeGreaterThanOrEqual(90_000);
  });

  it.each<[string, ScriptedReply]>([
    ["500", httpError(500)],
    ["a cut stream", cut()],
  ])("pauses the run when %s does not end", async (_, trouble) => {
    const server = await serve(Array.from({ length: 20 }, () => trouble));
    const { result, calls, untouched } = await runAgainst(server);
    expect(result).toMatchObject({ status: "paused", exitCode: 75, resumable: true });
    expect(calls.at(-1)?.failure).not.toBeNull();
    expect(untouched).toBe(true);
  });

  it.each<[string, ScriptedReply, RegExp]>([
    ["401", httpError(401, { message: "Incorrect API key provided" }), /key/i],
    ["an empty account", outOfQuota(), /quota/i],
    ["400", httpError(400, { message: "Unknown parameter" }), /Unknown parameter/],
  ])("ends the run at once on %s", async (_, trouble, reason) => {
    const server = await serve([requirements, trouble]);
    const { result, calls, untouched } = await runAgainst(server);
    expect(result).toMatchObject({ status: "errored", exitCode: 4, applied: false });
    expect(result.reason).toMatch(reason);
    expect(result.reason).not.toContain("test-key");
    expect(calls.map((call) => call.failure === null)).toEqual([true, false]);
    expect(untouched).toBe(true);
    server.assertComplete();
  });
});

describe("a model in trouble", () => {
  it.each<[string, ScriptedReply]>([
    ["refuses", refuse("I cannot help with that.")],
    ["gives malformed output to the end", say("{ not json")],
    ["is cut off at its limit to the end", incomplete("{")],
  ])("fails or ends the run with the target untouched when it %s", async (_, reply) => {
    const server = await serve(Array.from({ length: 40 }, () => reply));
    const { result, untouched, events } = await runAgainst(server, { maxAttempts: 2 });
    expect(["failed", "errored"]).toContain(result.status);
    expect([1, 4]).toContain(result.exitCode);
    expect(untouched).toBe(true);
    expect(events.at(-1)?.type).toBe("run-ended");
  });
});
