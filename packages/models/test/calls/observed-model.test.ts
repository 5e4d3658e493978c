import { KimiError, noTokens, type ModelCallAnswer } from "@kimi/contracts";
import { Agent, Runner, tool } from "@openai/agents";
import { expect, test } from "vitest";
import { z } from "zod";
import { toJsonValue } from "../../src/calls/canonical-json.ts";
import { createObservedModel, type AskModel } from "../../src/calls/observed-model.ts";
import { callTool, createScriptedGateway, say, submit } from "../../src/testing/index.ts";
import { createCallLog, opening } from "../support/call-log.ts";
import { hiding, openDoor, request } from "../support/fake-ports.ts";

function answering(text: string): ModelCallAnswer {
  return { responseId: "r1", output: [toJsonValue(say(text))], usage: noTokens, costUsd: null };
}

function open(ask: AskModel, log = createCallLog(), redactor = openDoor) {
  return createObservedModel({ opened: opening(log), model: "m", redactor, ask });
}

test("calls are numbered from one, and each is announced before it is asked", async () => {
  const log = createCallLog();
  const model = open(({ recorded }) => {
    log.events.push(`asked ${recorded.position.turn}`);
    return Promise.resolve(answering("hi"));
  }, log);
  await model.getResponse(request());
  await model.getResponse(request());
  expect(log.events).toEqual(["starting 1", "asked 1", "answered 1", "starting 2", "asked 2", "answered 2"]);
});

test("a call that the observer refuses is not asked, and no failure of the endpoint's", async () => {
  const log = createCallLog({
    starting: () => Promise.reject(new KimiError("budget", "The budget is spent.")),
  });
  const model = open(() => Promise.reject(new Error("asked")), log);
  await expect(model.getResponse(request())).rejects.toMatchObject({ code: "budget" });
  expect(log.events).toEqual([]);
});

test("an answer that cannot be recorded is not acted upon", async () => {
  const log = createCallLog({ answered: () => Promise.reject(new KimiError("store", "The disk is full.")) });
  const model = open(() => Promise.resolve(answering("hi")), log);
  await expect(model.getResponse(request())).rejects.toMatchObject({ code: "store" });
  expect(log.failures).toEqual([]);
});

test("our own errors come through the Runner as they are", async () => {
  const model = open(() => Promise.reject(new KimiError("endpoint-quota", "No money left.")));
  const agent = new Agent({ name: "a", model });
  const run = new Runner({ tracingDisabled: true }).run(agent, "go");
  await expect(run).rejects.toBeInstanceOf(KimiError);
  await expect(run).rejects.toMatchObject({ code: "endpoint-quota" });
});

test("a defect is reported as one, and recorded without secrets", async () => {
  const log = createCallLog();
  const model = open(() => Promise.reject(new TypeError("hunter2 is undefined")), log, hiding("hunter2"));
  await expect(model.getResponse(request())).rejects.toMatchObject({ code: "internal" });
  expect(log.failures).toMatchObject([{ code: "internal", possiblyBilled: false }]);
  expect(log.failures[0]?.message).not.toContain("hunter2");
});

test("what is sent, executed and recorded is the same text, without the secret", async () => {
  const secret = 'hunter2"\nline two';
  const executed: string[] = [];
  const log = createCallLog();
  const gateway = createScriptedGateway(
    ({ turn }) => (turn === 1 ? callTool("echo", { text: `key ${secret}` }) : submit({ said: secret })),
    { redactor: hiding(secret) },
  );
  const agent = new Agent({
    name: "a",
    instructions: `Never print ${secret}.`,
    model: gateway.open(opening(log)),
    outputType: z.object({ said: z.string() }),
    tools: [
      tool({
        name: "echo",
        description: "Echoes.",
        parameters: z.object({ text: z.string() }),
        execute: ({ text }) => {
          executed.push(text);
          return `told ${secret}`;
        },
      }),
    ],
  });
  const result = await new Runner({ tracingDisabled: true }).run(agent, `Use ${secret}`);

  expect(executed).toEqual(["key [[secret:1]]"]);
  expect(result.finalOutput).toEqual({ said: "[[secret:1]]" });
  const everything = JSON.stringify([log.requests, log.answers]);
  expect(everything).not.toContain("hunter2");
  expect(JSON.stringify(log.requests[1]?.body)).toContain("told [[secret:1]]");
});

test("equal requests have equal hashes, whatever they were sent with", async () => {
  const log = createCallLog();
  const model = open(() => Promise.resolve(answering("hi")), log);
  await model.getResponse(request());
  await model.getResponse(request({ signal: new AbortController().signal, tracing: true }));
  await model.getResponse(request({ systemInstructions: "Be long." }));
  const [first, second, third] = log.requests.map(({ hash }) => hash);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("an output item that is none is named", async () => {
  const log = createCallLog();
  const answer = { ...answering(""), output: [{ type: "function_call", name: "x" }] };
  const model = open(() => Promise.resolve(answer), log);
  await expect(model.getResponse(request())).rejects.toThrow(/Output item 1 .*callId/);
  expect(log.events).toEqual(["starting 1", "failed 1"]);
});
