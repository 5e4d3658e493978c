import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { traceSchema } from "@kimi/contracts";
import { answersWith, bodies, listTree } from "@kimi/local/testing";
import { expect, it } from "vitest";
import { conversation, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene } from "./support/set-scene.ts";

const run = promisify(execFile);
const runIds = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/gu;

it("a run can be looked at, exported, taken out, and replayed elsewhere as the same run", async () => {
  const scene = await setScene();
  const before = await listTree(scene.project);
  const server = await serveModel(conversation);
  const endpoint = ["--base-url", server.url, "--api", "responses"];
  const first = await scene.run(runArguments(...endpoint, "--record", "answers.jsonl"));
  expect(first).toMatchObject({ exitCode: 0 });
  expect(first.stderr).toContain(join(scene.folder, "answers.jsonl"));
  const after = await listTree(scene.project);
  const [id = ""] = first.stdout.match(runIds) ?? [];

  const list = await scene.run(["runs", "list"]);
  expect(list.stdout).toMatch(new RegExp(`^${id} +succeeded .* yes +project$`, "mu"));
  const show = await scene.run(["runs", "show", id.slice(0, 13)]);
  expect(show.stdout).toMatch(/^coding +1 +submitted$/mu);
  expect(show.stdout).toContain("succeeded, 2 of 2 criteria proven");
  const trace = await scene.run(["trace", "latest"]);
  expect(trace.stdout).toContain("test/greet.test.js");
  expect(trace.stdout).toContain("plan.md:3");
  const json = await scene.run(["trace", "latest", "--json"]);
  expect(traceSchema.parse(JSON.parse(json.stdout))).toMatchObject({ status: "succeeded" });
  const exported = await scene.run(["export", "latest", "--out", "x.zip"]);
  expect(exported.stdout).toMatch(/x\.zip +\d+ entries/);
  const tested = await run("python3", ["-m", "zipfile", "-t", join(scene.folder, "x.zip")]);
  expect(tested.stdout).toBe("Done testing\n");

  const why = await scene.run(["why", "project/src/greet.js:2"]);
  expect(why.stdout).toMatch(/written by the coding stage of run .* for REQ-1, REQ-2\.$/mu);
  expect(why.stdout).toMatch(/asked by +plan\.md:3 +“must return "Hello, <name>!" for a name”$/mu);
  expect(why.stdout).toMatch(/tested by +REQ-1\.1 proven: test\/greet\.test\.js > greets by name$/mu);
  const foreign = await scene.run(["trace", "x.zip"], { KIMI_AGENT_HOME: join(scene.folder, "no home") });
  expect(foreign).toMatchObject({ exitCode: 0, stdout: trace.stdout });

  const rollback = await scene.run(["rollback", "latest"]);
  expect(rollback).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(id) });
  expect(await listTree(scene.project)).toEqual(before);

  const elsewhere = { KIMI_AGENT_HOME: join(scene.folder, "home", "other"), OPENAI_API_KEY: "" };
  const replayed = await scene.run(runArguments("--replay", "answers.jsonl"), elsewhere);
  expect(replayed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(id) });
  expect(await listTree(scene.project)).toEqual(after);
  expect(server.calls).toHaveLength(conversation.length);
  expect((await scene.run(["recover"], elsewhere)).stdout).toBe("Nothing to recover.\n");
});

it("an attempt of a failed run can be brought in and taken out again", async () => {
  const scene = await setScene();
  const before = await listTree(scene.project);
  const server = await serveModel(Object.values(answersWith(bodies.wrong)).flat(2));
  const failed = await scene.run(
    runArguments("--base-url", server.url, "--api", "responses", "--max-attempts", "1"),
  );
  expect(failed).toMatchObject({ exitCode: 1 });
  expect(await listTree(scene.project)).toEqual(before);

  const applied = await scene.run(["apply", "latest"]);
  expect(applied).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Attempt 1 of run .* is in /),
  });
  await access(join(scene.project, "test/greet.test.js"));
  const again = await scene.run(["apply", "latest"]);
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("already") });
  expect(await scene.run(["rollback", "latest"])).toMatchObject({ exitCode: 0 });
  expect(await listTree(scene.project)).toEqual(before);
});
