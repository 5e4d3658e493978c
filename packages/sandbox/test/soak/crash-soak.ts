import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Lab, type Operation, buildLab, operations, perform } from "../support/crash/lab.ts";
import { imagesOf } from "../support/crash/images.ts";
import {
  type Expectation,
  expectOf,
  judge,
  resetLab,
  saveLab,
  stateOf,
  takeImage,
} from "../support/crash/verdict.ts";

// Kills and fails each operation of the store at every system call that changes something, and kills it at random
// instants. What it prints is the count; anything found ends it with the instant that shows it again.
const usage = "crash-soak.ts [--kills N] [--seed N] [--operation NAME] [--only random|kill|error|read-only]";
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    operation: { type: "string" },
    only: { type: "string" },
  },
});
const kills = Number(values.kills);
let seed = Number(values.seed);
const child = join(import.meta.dirname, "../support/crash/operation-child.ts");
const changing =
  "rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,symlink,symlinkat,fsync,ftruncate,pwrite64,chmod,fchmod,fchmodat,utimensat";
type Injection = readonly [name: string, inject: string, isLasting: boolean];
const injections: readonly Injection[] = [
  ["kill", "signal=SIGKILL", false],
  ["error ENOSPC", "error=ENOSPC", false],
  ["error EIO", "error=EIO", false],
  ["read-only from then on", "error=EROFS", true],
];

type Kind = Operation | "recover";
let found = 0;

interface Context {
  readonly lab: Lab;
  readonly operation: Kind;
  readonly judged: Operation;
  readonly expectation: Expectation;
  readonly environment: NodeJS.ProcessEnv;
  readonly trace: string;
}

async function prepare(folder: string, operation: Kind): Promise<{ lab: Lab; expectation: Expectation }> {
  mkdirSync(folder);
  const judged = operation === "recover" ? "apply" : operation;
  const lab = await buildLab(folder, judged);
  const expectation = await expectOf(lab, judged);
  if (operation === "recover") {
    const points = await imagesOf(lab, (manager) => perform(manager, lab, "apply"));
    takeImage(lab, `image-${points.indexOf("step put edited.txt")}`);
    saveLab(lab);
  }
  return { lab, expectation };
}

async function killAtRandom(context: Context): Promise<void> {
  const { lab, operation } = context;
  const takesMs: number[] = [];
  for (let at = 0; at < 3; at += 1) takesMs.push(await runUntilKilled(context, Number.POSITIVE_INFINITY));
  const longestMs = Math.max(...takesMs) * 1.1;
  const states: Record<string, number> = {};
  for (let at = 0; at < kills; at += 1) {
    resetLab(lab);
    const afterMs = random() * longestMs;
    await runUntilKilled(context, afterMs);
    // Once in four, what recovers is killed as well.
    if (at % 4 === 0) await runUntilKilled({ ...context, operation: "recover" }, random() * longestMs);
    await judgeAndCount(context, states, `killed after ${afterMs.toFixed(3)} ms`);
  }
  console.log(`${operation}: ${kills} kills at random instants within ${longestMs.toFixed(1)} ms`, states);
}

/** Milliseconds from the child's saying that it begins to its end. */
async function runUntilKilled({ lab, operation, environment }: Context, afterMs: number): Promise<number> {
  const order = JSON.stringify({ lab, operation });
  const process_ = spawn(process.execPath, ["--conditions=@kimi/source", child, order], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(process_, "exit");
  await once(process_.stdout, "data");
  const begunMs = performance.now();
  if (Number.isFinite(afterMs)) {
    while (performance.now() - begunMs < afterMs);
    process_.kill("SIGKILL");
  }
  await exited;
  return performance.now() - begunMs;
}

async function failEachCall(
  context: Context,
  name: string,
  inject: string,
  isLasting: boolean,
): Promise<void> {
  const { lab, operation } = context;
  resetLab(lab);
  runTraced(context, []);
  const lines = readFileSync(context.trace, "utf8").split("\n").slice(0, -1);
  const begun = lines.findIndex((line) => line.includes('"begun'));
  const [pid = ""] = (lines[begun] ?? "").split(" ");
  // Processes that it starts are followed, and not counted.
  const isCounted = (line: string): boolean =>
    line.startsWith(`${pid} `) && /^\d+ +\w+\(/.test(line) && !/^\d+ +write\(/.test(line);
  const calls = lines.filter(isCounted);
  const first = lines.slice(0, begun).filter(isCounted).length + 1;
  const last = calls.length;
  const states: Record<string, number> = {};
  for (let at = first; at <= last; at += 1) {
    resetLab(lab);
    const { status, signal, out } = runTraced(context, injectionAt(calls, at, inject, isLasting));
    const which = `call ${at}, ${name}: ${calls[at - 1] ?? "none"}`;
    if (signal === null && status !== 0 && status !== 3)
      report(context, which, `ended with ${status}: ${out}`);
    if (status === 3) expectClearError(context, which, out);
    await judgeAndCount(context, states, which);
  }
  console.log(`${operation}: ${last - first + 1} times ${name}`, states);
}

/** What makes strace step in at the `at`th of the calls, counted from 1. It counts each system call by itself. */
function injectionAt(
  calls: readonly string[],
  at: number,
  inject: string,
  isLasting: boolean,
): readonly string[] {
  const names = calls.map((call) => /(\w+)\(/.exec(call)?.[1] ?? "");
  const countBefore = (name: string): number => names.slice(0, at - 1).filter((one) => one === name).length;
  const chosen = isLasting ? changing.split(",") : [names[at - 1] ?? ""];
  return chosen.flatMap((name) => [
    "-e",
    `inject=${name}:${inject}:when=${countBefore(name) + 1}${isLasting ? "+" : ""}`,
  ]);
}

function runTraced({ lab, operation, environment, trace }: Context, inject: readonly string[]) {
  const order = JSON.stringify({ lab, operation });
  const args = ["-f", "-qq", "-o", trace, "-e", `trace=${changing},write`, ...inject];
  const node = [process.execPath, "--conditions=@kimi/source", child, order];
  const { status, signal, stdout, stderr } = spawnSync("strace", [...args, ...node], {
    env: environment,
    encoding: "utf8",
  });
  return { status, signal, out: `${stdout}${stderr}` };
}

/** An error that was not a crash leaves the tree exactly as it was, or says that it could not. */
function expectClearError(
  { lab, judged, operation, expectation }: Context,
  which: string,
  out: string,
): void {
  const { code, message } = JSON.parse(out.slice(out.indexOf("{"), out.indexOf("}\n") + 1 || undefined)) as {
    code: string;
    message: string;
  };
  if (!["disk", "workspace"].includes(code))
    report({ lab, judged, operation, expectation }, which, `code ${code}: ${message}`);
  if (message.includes("half changed") || operation === "recover") return;
  try {
    if (stateOf(lab, judged, expectation) === "new" && judged !== "snapshot" && judged !== "prune")
      report({ lab, judged, operation, expectation }, which, `failed (${message}), but the tree is new`);
  } catch {
    report(
      { lab, judged, operation, expectation },
      which,
      `failed (${message}), and the tree is not as it was`,
    );
  }
}

async function judgeAndCount(
  { lab, judged, operation, expectation }: Context,
  states: Record<string, number>,
  which: string,
): Promise<void> {
  try {
    const { state } = await judge(lab, judged, expectation);
    states[state] = (states[state] ?? 0) + 1;
  } catch (error) {
    report(
      { lab, judged, operation, expectation },
      which,
      error instanceof Error ? error.message : String(error),
    );
    states["broken"] = (states["broken"] ?? 0) + 1;
  }
}

function report(
  { operation }: Pick<Context, "lab" | "judged" | "operation" | "expectation">,
  which: string,
  problem: string,
): void {
  found += 1;
  console.log(`FOUND: ${operation}, ${which}: ${problem.slice(0, 1500)}`);
}

/** mulberry32 */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

for (const operation of [...operations, "recover"] as const) {
  if (values.operation !== undefined && values.operation !== operation) continue;
  const top = mkdtempSync(join(tmpdir(), "kimi-soak-"));
  const { lab, expectation } = await prepare(join(top, "lab"), operation);
  const judged = operation === "recover" ? "apply" : operation;
  const environment = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "kimi-soak-cache") };
  const context: Context = { lab, operation, judged, expectation, environment, trace: join(top, "trace") };
  if (values.only === undefined || values.only === "random") await killAtRandom(context);
  if (spawnSync("strace", ["-V"]).status !== 0)
    console.log(`no strace: ${operation} is not failed call by call`);
  else {
    for (const [name, inject, isLasting] of injections)
      if (values.only === undefined || name.startsWith(values.only))
        await failEachCall(context, name, inject, isLasting);
  }
  rmSync(top, { recursive: true, force: true });
}
if (found > 0) throw new Error(`${found} findings; ${usage}`);
