import { expect, it } from "vitest";
import { renderManifest } from "../../src/manifest/render-manifest.ts";
import { finishedRun } from "../support/stored-run.ts";

it("says how to install, build, test and run, with null where there is no command", () => {
  const commands = { test: "npm test", install: "npm ci", run: "node .", build: null };
  expect(JSON.parse(renderManifest(finishedRun(), commands))).toEqual({
    format: "kimi-manifest",
    version: 1,
    runId: finishedRun().id,
    program: "kimi-agent 0.1.0",
    model: "gpt-5.6-sol",
    startedAt: "2026-11-01T10:00:01.000Z",
    workingDirectory: ".",
    commands: { install: "npm ci", build: null, test: "npm test", run: "node ." },
  });
});
