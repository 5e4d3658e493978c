import { runRecordSchema, type RunRecord } from "@kimi/contracts";
import { listTree } from "@kimi/local/testing";
import { cut, httpError, outOfQuota, refuse, say, type ScriptedReply } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { conversation, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene, type Scene } from "./support/set-scene.ts";

const shownSchema = z.object({ run: runRecordSchema });

async function showLatest(scene: Scene): Promise<RunRecord> {
  const { stdout } = await scene.run(["runs", "show", "--json", "latest"]);
  return shownSchema.parse(JSON.parse(stdout)).run;
}

/** An error after which the command need not wait before it asks again. */
const atOnce = { headers: { "retry-after-ms": "1" } };

describe("an endpoint or a model in trouble", () => {
  it.each<[string, readonly ScriptedReply[], Partial<RunRecord> & { readonly exitCode: number }, RegExp]>([
    [
      "401",
      [httpError(401, { code: "invalid_api_key", message: "Incorrect API key provided" })],
      { exitCode: 4, status: "errored" },
      /401.*Incorrect API key/,
    ],
    ["an empty account", [outOfQuota()], { exitCode: 4, status: "errored" }, /quota/],
    [
      "400",
      [httpError(400, { message: "Unknown parameter: 'x'" })],
      { exitCode: 4, status: "errored" },
      /Unknown parameter: 'x'/,
    ],
    ["a refusal", [refuse("I will not do that.")], { exitCode: 1, status: "failed" }, /I will not do that\./],
    [
      "answers that stay malformed",
      Array.from({ length: 40 }, () => say("{ not json")),
      { exitCode: 1, status: "failed" },
      /requirements/,
    ],
    [
      "500 without end",
      Array.from({ length: 40 }, () => httpError(500, atOnce)),
      { exitCode: 75, status: "paused", resumable: true },
      /500/,
    ],
  ])(
    "ends the run by its cause, on the record, with the project untouched: %s",
    async (_, replies, end, reason) => {
      const scene = await setScene();
      const before = await listTree(scene.project);
      const server = await serveModel(replies);
      const { exitCode, stdout, stderr } = await scene.run(
        runArguments("--base-url", server.url, "--api", "responses"),
      );
      const { exitCode: expected, ...recorded } = end;
      expect(exitCode).toBe(expected);
      expect(stdout).toMatch(reason);
      expect(stderr).not.toMatch(/^\s+at /mu);
      expect(await showLatest(scene)).toMatchObject({
        ...recorded,
        applied: false,
        reason: expect.stringMatching(reason),
      });
      expect(await listTree(scene.project)).toEqual(before);
    },
  );

  it("does not ask twice where asking again cannot help", async () => {
    const scene = await setScene();
    const server = await serveModel([httpError(401)]);
    await scene.run(runArguments("--base-url", server.url, "--api", "responses"));
    expect(server.calls).toHaveLength(1);
  });
});

describe("an endpoint whose trouble passes", () => {
  it.each<[string, ScriptedReply, RegExp]>([
    ["a cut stream", cut(), /trying again/],
    [
      "429 with Retry-After",
      httpError(429, { message: "Slow down", headers: { "retry-after": "1" } }),
      /Slow down.*trying again in 1\.0 s/,
    ],
  ])("is asked again after %s, says so, and the run succeeds", async (_, trouble, said) => {
    const scene = await setScene();
    const server = await serveModel([...conversation.slice(0, 2), trouble, ...conversation.slice(2)]);
    const { exitCode, stderr } = await scene.run(
      runArguments("--base-url", server.url, "--api", "responses"),
    );
    expect(stderr).toMatch(said);
    expect(exitCode).toBe(0);
    server.assertComplete();
  });
});
