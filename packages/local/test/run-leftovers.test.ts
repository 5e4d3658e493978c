import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { callTool } from "@kimi/models/testing";
import { expect, it } from "vitest";
import { answersWith, bodies, tested, writeTests } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

it("a result leaves out the caches that commands left behind, also in folders that are new", async () => {
  const answers = answersWith(bodies.right);
  const command = "mkdir test/__pycache__ && touch test/__pycache__/a.pyc";
  const litter = callTool("run_command", { command, timeoutSeconds: null, requirements: [] });
  const { project, run } = await prepareRun({ ...answers, testing: [[writeTests, litter, tested]] });
  const { result } = await run();
  expect(result).toMatchObject({ status: "succeeded", applied: true });
  expect(await readdir(join(project, "test"))).toEqual(["greet.test.js"]);
});
