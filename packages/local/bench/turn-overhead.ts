// What a turn costs besides the model: the whole pipeline over a target of 20,000 files, with a model that answers at
// once, beside a bare look at every entry and the same command alone: `pnpm --filter @kimi/local bench`
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentOutputItem } from "@kimi/contracts";
import { callTool, createScriptedGateway, type HandwrittenAnswers } from "@kimi/models/testing";
import { createSandboxManager } from "@kimi/sandbox";
import { createOrchestrator } from "../src/index.ts";
import { answersWith, bodies, writeGreetingProject } from "../src/testing/index.ts";

const files = 20_000;
const turns = 12;
const command = "echo done";

const folder = mkdtempSync(join(tmpdir(), "kimi-turn-bench-"));
try {
  const project = await writeGreetingProject(folder);
  fill(project);
  const alone = await measureAlone(project);
  const { toolTurnMs, toolTurnCpuMs, commandTurnMs, parts } = await measureRun(project);
  const floorMs = alone.walkMs + alone.commandMs;
  console.log(`${files} files, medians of ${turns} turns each`);
  console.log(
    `a turn that used only our tools       ${toolTurnMs.toFixed(1)} ms  (target 25; CPU ${toolTurnCpuMs.toFixed(1)} ms)`,
  );
  console.log(
    `a turn that ran a command             ${commandTurnMs.toFixed(1)} ms = ${(commandTurnMs / floorMs).toFixed(2)} × walk and command (target 1.30)`,
  );
  console.log(`  a bare look at every entry          ${alone.walkMs.toFixed(1)} ms`);
  console.log(`  the command alone, confined         ${alone.commandMs.toFixed(1)} ms`);
  for (const [what, ms] of parts) console.log(`  ${what.padEnd(35)} ${ms.toFixed(1)} ms`);
} finally {
  rmSync(folder, { recursive: true });
}

function fill(project: string): void {
  for (let index = 0; index < files; index += 1) {
    const parent = join(
      project,
      "lib",
      `part-${Math.floor(index / 400)}`,
      `unit-${Math.floor(index / 25) % 16}`,
    );
    if (index % 25 === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `file-${index}.js`), `export const value${index} = ${index};\n`.repeat(10));
  }
}

/** The least that a turn with a command can cost: to run it, and to look whether anything changed. */
async function measureAlone(
  project: string,
): Promise<{ readonly walkMs: number; readonly commandMs: number }> {
  const manager = createSandboxManager({ home: join(folder, "alone") });
  await manager.probe("prefer");
  const { id } = await manager.snapshot(project);
  await using tree = await manager.openWorkingTree({
    runId: "alone",
    snapshotId: id,
    targetPath: project,
    kind: "private",
  });
  const commands: number[] = [];
  const walks: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    commands.push(await timed(() => tree.commands.run({ argv: ["/bin/sh", "-c", command] })));
    walks.push(await timed(async () => walk(project)));
  }
  return { walkMs: median(walks), commandMs: median(commands) };
}

function walk(root: string): number {
  let entries = 0;
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    lstatSync(path);
    entries += entry.isDirectory() ? walk(path) : 1;
  }
  return entries;
}

interface MeasuredTurns {
  readonly toolTurnMs: number;
  /** CPU time of the process, all its threads; what else the machine does counts for less in it. */
  readonly toolTurnCpuMs: number;
  readonly commandTurnMs: number;
  /** Of a turn with a command, by the events between which they lie. */
  readonly parts: readonly (readonly [what: string, ms: number])[];
}

async function measureRun(project: string): Promise<MeasuredTurns> {
  const { coding = [], ...others } = answersWith(bodies.right);
  const edits = Array.from({ length: turns }, (_, turn) =>
    callTool("write_file", { path: "src/notes.js", text: `// ${turn}\n`, requirements: ["REQ-1"] }),
  );
  const runs = Array.from({ length: turns }, (_, turn) =>
    callTool("run_command", { command: `${command} ${turn}`, timeoutSeconds: null, requirements: ["REQ-1"] }),
  );
  const answers: HandwrittenAnswers = { ...others, coding: [[...edits, ...runs, ...(coding[0] ?? [])]] };
  const askedMs: number[] = [];
  const cpuMs: number[] = [];
  await using local = await createOrchestrator({
    home: join(folder, "home"),
    workingDirectory: folder,
    models: ({ redactor }) =>
      createScriptedGateway(
        ({ stage, attempt, turn }): readonly AgentOutputItem[] => {
          if (stage === "coding") {
            const { user, system } = process.cpuUsage();
            askedMs.push(performance.now());
            cpuMs.push((user + system) / 1000);
          }
          return [answers[stage]?.[attempt - 1]?.[turn - 1] ?? []].flat();
        },
        { redactor },
      ),
  });
  const times = new Map<string, number[]>();
  const run = local.start({ targetPath: project, inputDocs: ["plan.md"], sandbox: "prefer" });
  let last = { type: "", atMs: performance.now() };
  for await (const { event } of run.events) {
    const atMs = performance.now();
    const between = `${last.type} → ${event.type}`;
    times.set(between, [...(times.get(between) ?? []), atMs - last.atMs]);
    last = { type: event.type, atMs };
  }
  const { status, reason } = await run.result;
  if (status !== "succeeded") throw new Error(`The run ended as ${status}: ${reason}`);
  const gaps = differences(askedMs);
  const parts = [...times].filter(([what]) => /command-|tool-|file-|model-answered/.test(what));
  return {
    toolTurnMs: median(gaps.slice(0, turns)),
    toolTurnCpuMs: median(differences(cpuMs).slice(0, turns)),
    commandTurnMs: median(gaps.slice(turns, 2 * turns)),
    parts: parts.map(([what, ms]) => [what, median(ms)] as const),
  };
}

function differences(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? 0));
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
