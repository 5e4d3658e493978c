import { join } from "node:path";
import type { RunEvent } from "@kimi/contracts";
import { createRedactor } from "@kimi/guardrails";
import { createModelGateway } from "@kimi/models";
import { startModelServer } from "@kimi/models/testing";
import { expect, it } from "vitest";
import { createOrchestrator } from "../src/index.ts";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

it("recover deletes what a dead run left at the provider, and names it where no endpoint is known", async () => {
  await using server = await startModelServer([]);
  const gateway = createModelGateway({
    apiKey: "test-key",
    baseUrl: server.url,
    api: "responses",
    redactor: createRedactor(),
    clock: { now: () => new Date(), elapsedMs: () => 0 },
  });
  const upload = await gateway.uploadForSearch([{ path: "a.md", text: "a" }], new AbortController().signal);
  const { vectorStoreId } = upload;
  const { folder, local, run } = await prepareRun(answersWith(bodies.right));
  const { result } = await run();
  const append = (event: RunEvent) => local.store.appendEvent(result.runId, new Date().toISOString(), event);
  const budget = { maxCostUsd: null, maxTokens: null, maxTurns: 40, maxMinutes: 60 };
  const resumed = {
    type: "run-resumed",
    previousStatus: "paused",
    stage: null,
    budget,
    program: "p",
  } as const;
  await append({ ...resumed, endpoint: server.url, api: "responses" });
  await append({ type: "upload-created", vectorStoreId, files: 1, bytes: 1 });

  const unable = await local.recover();
  expect(unable.keptUploads).toMatchObject([
    { vectorStoreId, reason: expect.stringContaining("OPENAI_API_KEY") },
  ]);
  expect(server.uploads.stores.size).toBe(1);

  await using elsewhere = await startModelServer([]);
  await using other = await createOrchestrator({
    home: join(folder, "home"),
    environment: { PATH: process.env["PATH"], OPENAI_API_KEY: "test-key" },
    baseUrl: elsewhere.url,
    api: "responses",
  });
  expect(await other.recover()).toMatchObject({
    deletedUploads: [],
    keptUploads: [{ vectorStoreId, reason: expect.stringContaining(`it was made at ${server.url}`) }],
  });
  expect(elsewhere.requests).toEqual([]);

  await using able = await createOrchestrator({
    home: join(folder, "home"),
    environment: { PATH: process.env["PATH"], OPENAI_API_KEY: "test-key" },
    baseUrl: server.url,
    api: "responses",
  });
  expect((await able.recover()).deletedUploads).toEqual([vectorStoreId]);
  expect([server.uploads.stores.size, server.uploads.files.size]).toEqual([0, 0]);
  expect(await able.recover()).toMatchObject({ deletedUploads: [], keptUploads: [] });
});
