import { readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseTrace, type RunConfigInput, type RunEvent } from "@kimi/contracts";
import { callTool, handwriteRecording, type HandwrittenAnswers } from "@kimi/models/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOrchestrator, readTraceFile, type LocalOrchestrator } from "../src/index.ts";
import { answersWith, bodies, requirements } from "../src/testing/greeting-answers.ts";
import { farewell, later, laterPlan } from "./support/later-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

interface Place {
  readonly folder: string;
  readonly project: string;
}

/** Another run on the same project and store, with answers of its own. */
async function runAgain(
  { folder, project }: Place,
  answers: HandwrittenAnswers,
  config: Partial<RunConfigInput> = {},
) {
  const local = await createOrchestrator({
    home: join(folder, "home"),
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    recording: handwriteRecording(answers),
  });
  onTestFinished(() => local[Symbol.asyncDispose]());
  const handle = local.start({ targetPath: project, inputDocs: ["plan.md"], sandbox: "prefer", ...config });
  const events: RunEvent[] = [];
  for await (const { event } of handle.events) events.push(event);
  return { local, events, result: await handle.result };
}

const acceptedIn = (events: readonly RunEvent[]) =>
  events.find((event) => event.type === "requirements-accepted");
const readTrace = async (local: LocalOrchestrator, runId: string) =>
  parseTrace(Buffer.from((await local.store.readArtifact(runId, "trace.json")) ?? []).toString(), "trace");

describe("a second run on the same project", () => {
  it("keeps ids by what is asked for, takes out what is no longer, and every line still leads to who asked", async () => {
    const { folder, project, local, run } = await prepareRun(answersWith(bodies.right));
    const first = await run();
    expect(first.result.status).toBe("succeeded");
    expect(acceptedIn(first.events)).toMatchObject({ requirements: 2, uncovered: [], changes: null });

    await writeFile(join(folder, "plan.md"), laterPlan);
    const second = await runAgain({ folder, project }, later);
    expect(second.result.reason).toContain("2 of 2");
    expect(second.result).toMatchObject({ status: "succeeded", applied: true });
    expect(first.result.requirementChanges).toBeUndefined();
    expect(second.result.requirementChanges).toMatchObject({ since: { applied: true }, added: ["REQ-10"] });
    expect(second.result.requirements.map(({ id, title }) => [id, title])).toEqual([
      ["REQ-10", "Farewell by name"],
      ["REQ-1", "Greeting by name"],
    ]);
    expect(second.result.requirements[0]?.statement).toBe(
      "part returns Bye, <name>. and is the counterpart of REQ-1",
    );
    expect(acceptedIn(second.events)?.changes).toEqual({
      since: first.result.runId,
      added: ["REQ-10"],
      changed: ["REQ-1"],
      unchanged: [],
      removed: ["REQ-2"],
      standing: [],
      carried: [],
      renumbered: [
        { submitted: "REQ-1", id: "REQ-10" },
        { submitted: "REQ-9", id: "REQ-1" },
      ],
      leftovers: ["test/greet.test.js > greets a stranger"],
    });

    const attempts = await second.local.store.readAttempts(second.result.runId);
    expect(attempts[0]?.input.earlier).toMatchObject({
      requirements: [{ id: "REQ-1" }, { id: "REQ-2" }],
      nextId: "REQ-3",
    });
    expect(attempts[1]?.input.changes?.removed).toMatchObject([
      { requirement: { id: "REQ-2" }, leftovers: { tests: [{ name: "greets a stranger" }] } },
    ]);
    const trace = await readTrace(second.local, second.result.runId);
    expect(trace.changes?.removed).toMatchObject([
      { requirement: { id: "REQ-2" }, leftovers: { lines: [], tests: [] } },
    ]);
    expect(trace.findings.map(({ message }) => message)).toContain(
      "The test “greets a stranger” is gone. It proved only what the documents no longer ask for.",
    );
    // A replay knows of no other runs: what this one found in them is part of its record.
    expect(await second.local.replay(second.result.runId)).toMatchObject({ isSame: true, divergence: null });
    // What was proven then and has not changed is proven still, though nothing turns its tests red any more.
    const third = await runAgain({ folder, project }, later);
    expect(third.result).toMatchObject({
      status: "succeeded",
      requirementChanges: { unchanged: ["REQ-10", "REQ-1"] },
    });
    const zip = join(folder, "run.zip");
    await second.local.exportRun(second.result.runId, zip);
    expect(await readTraceFile(zip)).toEqual(trace);
    await explainEveryLine(
      local,
      { folder, project },
      [first, second, third].map(({ result }) => result.runId),
    );
  });

  it("keeps what stands in documents that were not given, gives no id a second meaning, and knows it when resumed", async () => {
    // What comes after the requirements has no answers: the runs end there, and what was required is known all the same.
    const { folder, project, run } = await prepareRun({ requirements: [[requirements]] });
    const first = await run();
    expect(first.result).toMatchObject({ status: "errored", applied: false });
    await writeFile(join(folder, "other.md"), 'The function part must return "Bye, <name>." for a name.\n');
    const look = callTool("read_file", { path: "src/greet.js", offset: null, limit: null });
    const answers = { requirements: [[farewell("other.md")]], coding: [[look]] };
    const budget = { maxTurns: 1 };
    const second = await runAgain({ folder, project }, answers, { inputDocs: ["other.md"], budget });
    expect(second.result.status).toBe("paused");
    const changes = { removed: [], unchanged: [], changed: [] };
    expect(acceptedIn(second.events)?.changes).toMatchObject({
      since: first.result.runId,
      added: ["REQ-3"],
      standing: ["REQ-1", "REQ-2"],
      renumbered: [{ submitted: "REQ-1", id: "REQ-3" }],
      ...changes,
    });
    const resumed = await second.local.resume(second.result.runId, { budget });
    expect((await resumed.result).requirementChanges).toEqual(second.result.requirementChanges);
    const third = await runAgain({ folder, project }, { requirements: [[requirements]] });
    expect(acceptedIn(third.events)?.changes).toMatchObject({
      since: second.result.runId,
      standing: ["REQ-3"],
      ...changes,
      unchanged: ["REQ-1", "REQ-2"],
    });
  });
});

async function explainEveryLine(
  local: LocalOrchestrator,
  { folder, project }: Place,
  [first, second, third]: readonly string[],
): Promise<void> {
  const ask = async (file: string, line: number) => local.explainLine({ file: join("project", file), line });
  expect(await ask("src/greet.js", 2)).toMatchObject({
    origin: "run",
    runId: second,
    text: '  return "HELLO, " + name + "!";',
    requirements: [
      {
        requirement: {
          id: "REQ-1",
          quotations: [{ text: 'must return "HELLO, <name>!" for a name', span: { path: "plan.md" } }],
        },
        standing: "unchanged",
        criteria: [{ id: "REQ-1.1", tests: [{ name: "greets by name" }] }],
        documentation: { heading: "Greeting" },
      },
    ],
  });
  // The line that imports the code under test was written by the first run and stayed.
  expect(await ask("test/greet.test.js", 3)).toMatchObject({
    origin: "run",
    runId: first,
    requirements: [
      { requirement: { id: "REQ-1" }, standing: "changed", provenIn: third },
      { requirement: { id: "REQ-2" }, standing: "removed" },
    ],
  });
  expect(await ask("package.json", 1)).toMatchObject({ origin: "untouched", requirements: [] });

  // The user moves the file and edits it: what stayed is found, what is new is not claimed.
  const text = await readFile(join(project, "src/part.js"), "utf8");
  await writeFile(join(project, "src/part.js"), `// By hand.\n${text.replaceAll("  return", "    return")}`);
  await rename(join(project, "src/part.js"), join(project, "farewell.js"));
  expect(await ask("farewell.js", 1)).toMatchObject({ origin: "unknown-author", requirements: [] });
  expect(await ask("farewell.js", 3)).toMatchObject({
    origin: "run",
    runId: second,
    requirements: [{ requirement: { id: "REQ-10" } }],
    trail: [{ path: "src/part.js", line: 2, match: "white-space" }],
  });
  await symlink("farewell.js", join(project, "link.js"));
  expect(await ask("link.js", 3)).toMatchObject({ path: "farewell.js", origin: "run" });
  await expect(ask("farewell.js", 9)).rejects.toThrow(/expected a line from 1 to 4/);
  await expect(ask("gone.js", 1)).rejects.toThrow(/There is no file/);
  await expect(local.explainLine({ file: join(folder, "plan.md"), line: 1 })).rejects.toThrow(
    /No run in the store worked on a folder/,
  );
}
