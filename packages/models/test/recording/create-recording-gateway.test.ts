import type { ModelCall, Recording } from "@kimi/contracts";
import { Agent, Runner, tool } from "@openai/agents";
import { expect, test } from "vitest";
import { z } from "zod";
import { createRecordingGateway, parseRecording, renderRecording, toRecording } from "../../src/index.ts";
import {
  callTool,
  handwriteRecording,
  httpError,
  say,
  startModelServer,
  submit,
} from "../../src/testing/index.ts";
import { createCallLog, opening } from "../support/call-log.ts";
import { gatewayTo, openDoor, request } from "../support/fake-ports.ts";

const facts = { origin: "recorded", seed: 1, startedAt: "2026-11-22T12:00:00Z", note: null } as const;

/** Calls as the run store keeps them. */
function storedCalls(log: ReturnType<typeof createCallLog>): ModelCall[] {
  const outcomes = [
    ...log.answers.map((answer) => ({ answer, failure: null })),
    ...log.failures.map((failure) => ({ answer: null, failure })),
  ];
  return outcomes.map((outcome, index) => ({ request: log.requests[index]!, ...outcome }));
}

async function runWith(model: ReturnType<ReturnType<typeof gatewayTo>["open"]>, toolOutput: string) {
  const agent = new Agent({
    name: "a",
    model,
    outputType: z.object({ done: z.boolean() }),
    tools: [
      tool({ name: "look", description: "Looks.", parameters: z.object({}), execute: () => toolOutput }),
    ],
  });
  return new Runner({ tracingDisabled: true }).run(agent, "go");
}

async function recordRun(toolOutput: string): Promise<{ recording: Recording; live: unknown }> {
  await using server = await startModelServer([callTool("look", {}), submit({ done: true })]);
  const log = createCallLog();
  const result = await runWith(gatewayTo(server.url).open(opening(log)), toolOutput);
  return { recording: toRecording(storedCalls(log), facts), live: result.history };
}

test("a recorded run replays without any endpoint: the same items, the same hashes", async () => {
  const { recording, live } = await recordRun("as ever");
  const gateway = createRecordingGateway(parseRecording(renderRecording(recording), "x"), {
    redactor: openDoor,
  });
  const log = createCallLog();
  const result = await runWith(gateway.open(opening(log)), "as ever");

  expect(result.history).toEqual(live);
  expect(gateway.divergences()).toEqual([]);
  expect(gateway.unconsumed()).toEqual([]);
  expect(log.answers.map(({ usage }) => usage.inputTokens)).toEqual([100, 100]);
});

test("a request that differs is answered all the same, and the first difference is located", async () => {
  const { recording } = await recordRun("took 12 ms");
  const gateway = createRecordingGateway(recording, { redactor: openDoor });
  const result = await runWith(gateway.open(opening(createCallLog())), "took 14 ms");

  expect(result.finalOutput).toEqual({ done: true });
  expect(gateway.divergences().map(({ position }) => position.turn)).toEqual([2]);
});

test("failures are replayed too", async () => {
  await using server = await startModelServer([httpError(503)]);
  const log = createCallLog();
  const live = gatewayTo(server.url, { limits: { maxRetries: 0 } }).open(opening(log));
  await expect(live.getResponse(request())).rejects.toMatchObject({ code: "endpoint-unavailable" });

  const again = createCallLog();
  const gateway = createRecordingGateway(toRecording(storedCalls(log), facts), { redactor: openDoor });
  await expect(gateway.open(opening(again)).getResponse(request())).rejects.toMatchObject({
    code: "endpoint-unavailable",
    retryable: true,
  });
  expect(again.failures).toEqual(log.failures);
});

test("a call that is not recorded shows the nearest one and what differs", async () => {
  const recording = handwriteRecording({
    requirements: [[say("r")]],
    coding: [[say("one"), say("two")], [say("again")]],
  });
  const gateway = createRecordingGateway(recording, { redactor: openDoor });
  const model = gateway.open(opening(createCallLog(), { attempt: 2 }));
  await model.getResponse(request());
  await expect(model.getResponse(request())).rejects.toMatchObject({
    code: "recording-mismatch",
    message: expect.stringMatching(
      /no answer for coding, attempt 2, turn 2 .*nearest recorded request is coding, attempt 2, turn 1: turn 1 instead of 2/,
    ),
    details: { nearest: { stage: "coding", attempt: 2, turn: 1, call: 1 } },
  });
  expect(gateway.unconsumed().map(({ position }) => [position.stage, position.turn])).toEqual([
    ["requirements", 1],
    ["coding", 1],
    ["coding", 2],
  ]);
});

test("a mismatch says where the replay left its course, and another model", async () => {
  const { recording } = await recordRun("then");
  const gateway = createRecordingGateway(recording, { redactor: openDoor });
  await runWith(gateway.open(opening(createCallLog())), "now");
  const other = gateway.open(opening(createCallLog(), { stage: "testing", model: "other" }));
  await expect(other.getResponse(request())).rejects.toThrow(
    /stage coding instead of testing, model gpt-5\.6-sol instead of other.*differ from the recorded ones since coding, attempt 1, turn 2/,
  );
});

test("an empty recording says that it is empty", async () => {
  const gateway = createRecordingGateway(handwriteRecording({}), { redactor: openDoor });
  await expect(gateway.open(opening(createCallLog())).getResponse(request())).rejects.toThrow(
    /no calls at all/,
  );
});

test("personas are offered what the recorded endpoint offered", () => {
  const recording = handwriteRecording({});
  expect(createRecordingGateway(recording, { redactor: openDoor }).capabilities.webSearch).toBe(true);
  const capabilities = {
    codeInterpreter: false,
    webSearch: false,
    fileSearch: false,
    outputSchemaWithTools: false,
    reasoningEffort: false,
  };
  const local = { ...recording, header: { ...recording.header, capabilities } };
  expect(createRecordingGateway(local, { redactor: openDoor }).capabilities).toEqual(capabilities);
});

test("answers written by hand are called so wherever the endpoint is named", () => {
  const handwritten = handwriteRecording({});
  const recorded = { ...handwritten, header: { ...handwritten.header, ...facts } };
  expect(createRecordingGateway(handwritten, { redactor: openDoor }).endpoint).toBe(
    "answers written by hand",
  );
  expect(createRecordingGateway(recorded, { redactor: openDoor }).endpoint).toBe("recording");
});

test("a call without an outcome is no part of a recording, and the last outcome at a position stands", () => {
  const { calls } = handwriteRecording({ coding: [[say("a")]] });
  const { position, answer } = calls[0]!;
  const stored = { position, model: "m", hash: "0".repeat(64), body: null };
  const recording = toRecording(
    [
      { request: stored, answer: null, failure: { code: "cancelled", message: "", possiblyBilled: true } },
      { request: stored, answer, failure: null },
      { request: { ...stored, position: { ...position, turn: 2 } }, answer: null, failure: null },
    ],
    facts,
  );
  expect(recording.calls).toEqual([
    { position, request: { model: "m", hash: stored.hash }, answer, failure: null },
  ]);
});
