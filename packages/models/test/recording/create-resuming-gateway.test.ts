import type { AgentOutputItem, ModelCall } from "@kimi/contracts";
import { expect, test } from "vitest";
import { createResumingGateway } from "../../src/index.ts";
import { createScriptedGateway, say } from "../../src/testing/index.ts";
import { createCallLog, opening } from "../support/call-log.ts";
import { request } from "../support/fake-ports.ts";

/** Asks `turns` times and gives what was said. */
async function converse(
  gateway: ReturnType<typeof createScriptedGateway>,
  turns: number,
  log = createCallLog(),
) {
  const model = gateway.open(opening(log));
  const said: AgentOutputItem[] = [];
  for (let turn = 0; turn < turns; turn += 1) said.push(...(await model.getResponse(request())).output);
  return { said: said.map((item) => JSON.stringify(item)), log };
}

async function storedTurns(turns: number): Promise<readonly ModelCall[]> {
  const { log } = await converse(
    createScriptedGateway(({ turn }) => say(`stored ${turn}`)),
    turns,
  );
  return log.requests.map((one, index) => ({
    request: one,
    answer: log.answers[index] ?? null,
    failure: null,
  }));
}

test("answered turns are given again without a request, and the rest is asked at the right turn", async () => {
  const asked: number[] = [];
  const live = createScriptedGateway(({ turn }) => {
    asked.push(turn);
    return say(`live ${turn}`);
  });
  const { said, log } = await converse(createResumingGateway(live, await storedTurns(2)), 4);
  expect(said.map((text) => /(stored|live) \d/.exec(text)?.[0])).toEqual([
    "stored 1",
    "stored 2",
    "live 3",
    "live 4",
  ]);
  expect(asked).toEqual([3, 4]);
  expect(log.requests.map((one) => one.position.turn)).toEqual([3, 4]);
});

test("an answer after a gap is not used: the conversation that led to it is not this one", async () => {
  const [first, , third] = await storedTurns(3);
  const stored = [first, third].filter((call) => call !== undefined);
  const live = createScriptedGateway(({ turn }) => say(`live ${turn}`));
  const { said } = await converse(createResumingGateway(live, stored), 3);
  expect(said.map((text) => /(stored|live) \d/.exec(text)?.[0])).toEqual(["stored 1", "live 2", "live 3"]);
});

test("a call that was in flight is asked again, and calls of other attempts are left alone", async () => {
  const stored = (await storedTurns(2)).map((call, index) =>
    index === 1 ? { ...call, answer: null } : call,
  );
  const elsewhere = stored.map((call) => ({
    ...call,
    request: { ...call.request, position: { ...call.request.position, attempt: 9 } },
  }));
  const live = createScriptedGateway(({ turn }) => say(`live ${turn}`));
  const { said } = await converse(createResumingGateway(live, stored), 2);
  expect(said.map((text) => /(stored|live) \d/.exec(text)?.[0])).toEqual(["stored 1", "live 2"]);
  const other = await converse(createResumingGateway(live, elsewhere), 1);
  expect(other.said[0]).toContain("live 1");
});
