import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunEvent } from "@kimi/contracts";
import { createScriptedGateway, type ModelScript } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { writeGreetingProject } from "../src/testing/greeting-project.ts";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { openKillable } from "./support/killable-run.ts";
import { prepareRun, temporaryFolder } from "./support/scripted-run.ts";

/** A script that remembers what it was asked. */
function rememberingScript() {
  const answers = answersWith(bodies.wrong, bodies.right);
  const asked: string[] = [];
  const script: ModelScript = ({ stage, attempt, turn }) => {
    asked.push(`${stage}/${attempt}/${turn}`);
    return answers[stage]?.[attempt - 1]?.[turn - 1] ?? [];
  };
  return { asked, script };
}

async function prepareResumable() {
  const { asked, script } = rememberingScript();
  const prepared = await prepareRun(
    {},
    { models: ({ redactor }) => createScriptedGateway(script, { redactor }) },
  );
  return { ...prepared, asked };
}

async function finish(handle: {
  readonly events: AsyncIterable<{ readonly event: RunEvent }>;
  readonly result: Promise<unknown>;
}) {
  const events: RunEvent[] = [];
  for await (const { event } of handle.events) events.push(event);
  return events;
}

describe("a run that paused", () => {
  it("goes on with a larger budget, asks for no answer twice, and comes to the same result", async () => {
    const undisturbed = await prepareResumable();
    expect((await undisturbed.run()).result.status).toBe("succeeded");
    const { project, local, run, asked } = await prepareResumable();
    const first = await run({ budget: { maxTurns: 2 } });
    expect(first.result).toMatchObject({ status: "paused", resumable: true });

    const handle = await local.resume(first.result.runId, { budget: { maxTurns: 40 } });
    const events = await finish(handle);
    expect(await handle.result).toMatchObject({
      runId: first.result.runId,
      status: "succeeded",
      applied: true,
    });
    expect(asked).toEqual(undisturbed.asked);
    expect(await listTree(project)).toEqual(await listTree(undisturbed.project));
    expect(events[0]).toMatchObject({ type: "run-resumed", previousStatus: "paused", stage: "coding" });
    const attempts = await local.store.readAttempts(first.result.runId);
    expect(attempts.every((one) => one.outcome === "submitted")).toBe(true);
  });

  it("is offered when another run starts on the same project, and not once it went on", async () => {
    const offered = (events: readonly RunEvent[]) =>
      events.some((event) => event.type === "note" && event.message.includes("kimi-agent resume"));
    const { local, run } = await prepareResumable();
    const first = await run({ budget: { maxTurns: 2 } });
    expect(offered(first.events)).toBe(false);
    const second = await run({ budget: { maxTurns: 2 } });
    expect(offered(second.events)).toBe(true);
    const handle = await local.resume(second.result.runId, { budget: { maxTurns: 40 } });
    await finish(handle);
    expect(offered((await run()).events)).toBe(false);
  });

  it("cannot be resumed once it ended, nor when it never existed", async () => {
    const { local, run } = await prepareResumable();
    const { result } = await run();
    const again = await local.resume(result.runId);
    await expect(again.result).rejects.toThrow(/cannot be resumed: its result is in the project/);
    const unknown = await local.resume("01a00000-0000-7000-8000-000000000000");
    await expect(unknown.result).rejects.toThrow(/There is no run/);
  });
});

describe("a run that was cancelled", () => {
  it.each([
    ["requirements", false],
    ["coding", true],
    ["testing", false],
    ["testing", true],
    ["documentation", false],
  ] as const)("in the middle of %s goes on from there (in place: %s)", async (stage, inPlace) => {
    const { project, local, run, asked } = await prepareResumable();
    const first = await run({ inPlace }, (event, cancel) => {
      if (event.type === "model-answered" && event.position.stage === stage) cancel();
    });
    expect(first.result).toMatchObject({ status: "cancelled", resumable: true });
    const handle = await local.resume(first.result.runId);
    await finish(handle);
    expect(await handle.result).toMatchObject({ status: "succeeded", applied: true });
    expect(new Set(asked).size).toBe(asked.length);
    expect(await readFile(join(project, "src/greet.js"), "utf8")).toContain(bodies.right);
  });
});

/** Starts a run in a process of its own and kills it as soon as its n-th event is stored. */
async function killAt(folder: string, sequence: number, inPlace: boolean): Promise<void> {
  const child = fork(join(import.meta.dirname, "support/killable-run.ts"), [folder, String(inPlace)], {
    execArgv: ["--conditions=@kimi/source"],
    stdio: "ignore",
  });
  child.on("message", (message) => {
    if ((message as { readonly sequence: number }).sequence >= sequence) child.kill("SIGKILL");
  });
  await once(child, "exit");
}

describe("a run whose process was killed", () => {
  it.each([
    [3, false],
    [14, false],
    [24, true],
    [31, false],
    [42, false],
    [55, true],
  ])("at event %s is resumed to the same result (in place: %s)", async (sequence, inPlace) => {
    const folder = await temporaryFolder();
    const project = await writeGreetingProject(folder);
    await killAt(folder, sequence, inPlace);
    await using local = await openKillable(folder);
    const [run] = await local.listRuns();
    expect(run).toMatchObject({ status: "interrupted", resumable: true, applied: false });
    const handle = await local.resume(run?.id ?? "", { rerunCommands: true });
    await finish(handle);
    expect(await handle.result).toMatchObject({ status: "succeeded", applied: true });
    expect(await readFile(join(project, "src/greet.js"), "utf8")).toContain(bodies.right);
    const asked = (await readFile(join(folder, "asked.log"), "utf8")).trimEnd().split("\n");
    const calls = await local.store.readModelCalls(run?.id ?? "");
    expect(calls.every((call) => call.answer !== null)).toBe(true);
    // At most the one request that was in flight is asked again.
    expect(asked.length - new Set(asked).size).toBeLessThanOrEqual(1);
  });
});
