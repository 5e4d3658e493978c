import { startModelServer } from "@kimi/models/testing";
import { answersWith, bodies } from "@kimi/local/testing";
import { expect, it, onTestFinished } from "vitest";
import { setStage } from "../support/play-run.ts";

/** The command line that a summary says to go on with. */
function hintOf(out: string): readonly string[] {
  const [, hint = ""] = /go on with: kimi-agent (.+)$/m.exec(out) ?? [];
  return hint.split(" ");
}

it.each([
  [["--max-turns", "2"], "--max-turns"],
  [["--max-tokens", "50"], "--max-tokens"],
] as const)("says after a pause by %j what goes on as it stands", async ([option, limit], named) => {
  const whole = Object.values(answersWith(bodies.right)).flat(2);
  const server = await startModelServer(whole);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { kimi } = await setStage();
  const run = "run project --input-docs plan.md --sandbox prefer --api responses".split(" ");
  const paused = await kimi(...run, "--base-url", server.url, option, limit);
  expect(paused).toMatchObject({ code: 75 });
  const hint = hintOf(paused.out);
  expect(hint).toContain(named);
  const before = server.calls.length;
  const resumed = await kimi(...hint);
  expect(resumed.err).toContain(`model at ${server.url}`);
  expect(server.calls.length).toBeGreaterThan(before);
});

it.each([
  ["--max-minutes", "0", "maxMinutes"],
  ["--max-tokens", "0", "maxTokens"],
  ["--max-turns", "1.5", "maxTurns"],
  ["--max-cost-usd", "-1", "maxCostUsd"],
])("refuses %s %s where a run is taken up as where it begins", async (option, value, name) => {
  const { kimi, play } = await setStage();
  expect(await play("--max-turns", "2")).toMatchObject({ code: 75 });
  for (const from of [[], ["--from", "coding"]]) {
    const args = ["resume", "latest", "--replay", "answers.jsonl", ...from, `${option}=${value}`];
    const { code, out, err } = await kimi(...args);
    expect(err).toContain(name);
    expect(err).not.toMatch(/should not happen|"code"/);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  }
});
