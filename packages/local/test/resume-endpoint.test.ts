import type { AgentOutputItem } from "@kimi/contracts";
import { callTool, startModelServer, type ModelServer, type ModelServerScript } from "@kimi/models/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOrchestrator, type LocalOptions, type LocalOrchestrator } from "../src/index.ts";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** All answers of a run with one attempt, in the order they are asked for. */
const whole = Object.values(answersWith(bodies.right)).flat(2);

/** So many requests were answered when the run is cancelled. */
const answered = 2;

async function serve(script: ModelServerScript): Promise<ModelServer> {
  const server = await startModelServer(script);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** A run that was cancelled at an endpoint that it was told of, without a key; `open` opens the same home otherwise. */
async function cancelAt(server: ModelServer) {
  const { folder, run } = await prepareRun({}, { baseUrl: server.url, api: "responses" });
  let answers = 0;
  const { result } = await run({}, (event, cancel) => {
    if (event.type === "model-answered" && (answers += 1) === answered) cancel();
  });
  expect(result).toMatchObject({ status: "cancelled", resumable: true });
  const open = async (options: LocalOptions): Promise<LocalOrchestrator> => {
    const { PATH, HOME } = process.env;
    const local = await createOrchestrator({
      home: `${folder}/home`,
      workingDirectory: folder,
      ...options,
      environment: { PATH, HOME, ...options.environment },
    });
    onTestFinished(() => local[Symbol.asyncDispose]());
    return local;
  };
  return { runId: result.runId, open };
}

/** For an endpoint that takes no output schema beside tools; calls have other ids than at the one before. */
function submitThroughTool(item: AgentOutputItem, place: number): AgentOutputItem {
  const [part] = "content" in item && Array.isArray(item.content) ? item.content : [];
  const call = part?.type === "output_text" ? callTool("submit_result", part.text) : item;
  return call.type === "function_call" ? { ...call, callId: `later_${place}` } : call;
}

/** What was noted of endpoints since the run was taken up. */
async function notesOf(local: LocalOrchestrator, runId: string): Promise<readonly string[]> {
  const events = (await local.store.readEvents(runId)).map(({ event }) => event);
  return events.flatMap((event) =>
    event.type === "note" && event.message.includes("goes on at") ? [event.message] : [],
  );
}

describe("a run that is taken up without a base URL", () => {
  it.each([
    ["without a key", {}],
    ["with a key that another endpoint takes as well", { OPENAI_API_KEY: "sk-test-4Xq9" }],
  ])("goes on at the endpoint it was at, in the API it was asked in (%s)", async (_, environment) => {
    const server = await serve(whole);
    const { runId, open } = await cancelAt(server);
    const local = await open({ environment });
    const handle = await local.resume(runId);
    expect(await handle.result).toMatchObject({ status: "succeeded" });
    server.assertComplete();
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(["/v1/responses"]));
    expect(await notesOf(local, runId)).toEqual([]);
  });

  it("goes on there as a fork, too", async () => {
    // The coding stage was asked once, and is asked from its beginning.
    const server = await serve((_, asked) => whole[asked < answered ? asked : asked - 1] ?? []);
    const { runId, open } = await cancelAt(server);
    const local = await open({ environment: { OPENAI_API_KEY: "sk-test-4Xq9" } });
    const handle = await local.fork(runId, "coding");
    const { runId: forkId, status } = await handle.result;
    expect(status).toBe("succeeded");
    expect(await local.store.readRun(forkId)).toMatchObject({ endpoint: server.url });
    expect(server.calls).toHaveLength(whole.length + 1);
  });
});

describe("a run that is taken up at another endpoint", () => {
  it.each([
    ["options", (baseUrl: string): LocalOptions => ({ baseUrl })],
    ["environment", (url: string): LocalOptions => ({ environment: { OPENAI_BASE_URL: url } })],
  ])("that the %s name is noted and recorded, and stays there", async (_, named) => {
    const first = await serve(whole.slice(0, answered));
    const second = await serve(whole.slice(answered));
    const { runId, open } = await cancelAt(first);
    const local = await open({ ...named(second.url), api: "responses" });
    const paused = await local.resume(runId, { budget: { maxTokens: 1 } });
    expect(await paused.result).toMatchObject({ status: "paused" });
    expect(await notesOf(local, runId)).toEqual([
      `The run was at ${first.url} and goes on at ${second.url}.`,
    ]);
    expect(await local.store.readRun(runId)).toMatchObject({ endpoint: second.url });

    const again = await open({});
    const handle = await again.resume(runId, { budget: { maxTokens: null } });
    expect(await handle.result).toMatchObject({ status: "succeeded" });
    second.assertComplete();
    expect(first.calls).toHaveLength(answered);
  });
});

it("says of a run that went on in another API why its replay asks other requests", async () => {
  const first = await serve(whole.slice(0, answered));
  const { runId, open } = await cancelAt(first);
  const second = await serve(whole.slice(answered).flat().map(submitThroughTool));
  const local = await open({ baseUrl: second.url });
  const { result } = await local.resume(runId);
  expect(await result).toMatchObject({ status: "succeeded" });
  const { isSame, explanations } = await local.replay(runId);
  expect(isSame).toBe(false);
  expect(explanations).toEqual([
    expect.stringContaining(
      `From coding on the run was at ${second.url} in chat-completions, after ${first.url}`,
    ),
  ]);
});

it("replays a fork that began in another API as it was asked there", async () => {
  const first = await serve(whole);
  const { runId, open } = await cancelAt(first);
  const origin = await open({});
  expect(await (await origin.resume(runId)).result).toMatchObject({ status: "succeeded" });
  const second = await serve(whole.slice(-1).flat().map(submitThroughTool));
  const local = await open({ baseUrl: second.url });
  const { result } = await local.fork(runId, "documentation");
  const fork = await result;
  expect(fork.status).toBe("succeeded");
  expect(await local.replay(fork.runId)).toMatchObject({ isSame: true, divergence: null });
});

describe("a run whose answers came from a recording", () => {
  it("is not taken up at an endpoint that nobody named, be there a key", async () => {
    const { folder, run } = await prepareRun(answersWith(bodies.right));
    const { result } = await run({ budget: { maxTurns: 2 } });
    expect(result.status).toBe("paused");
    const environment = { ...process.env, OPENAI_API_KEY: "sk-test-4Xq9", OPENAI_BASE_URL: "" };
    await using local = await createOrchestrator({ home: `${folder}/home`, environment });
    await expect(local.resume(result.runId)).rejects.toThrow(/answers written by hand.*--replay.*--base-url/);
    await expect(local.fork(result.runId, "coding")).rejects.toThrow(/--base-url/);
  });
});
