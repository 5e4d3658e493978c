// The built command beside `node -e 0` and the least program that could do its work: a run over a git repository of 50
// files with ten command turns, against an endpoint that answers at once: `pnpm build && pnpm --filter @kimi/cli bench [rounds]`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MeasuredRun } from "./measure-program.ts";
import { buildLeast, runLeast } from "./run-least.ts";
import { runProgram } from "./run-program.ts";

const main = process.env["MAIN"] ?? new URL("../dist/main.js", import.meta.url).pathname;
const rounds = Number(process.argv[2] ?? 9);

const bare: number[] = [];
const runs: MeasuredRun[] = [];
const least: MeasuredRun[] = [];
const folder = mkdtempSync(join(tmpdir(), "kimi-cli-bench-home-"));
const home = join(folder, "home");
buildLeast();
// The first on a machine makes the home, and compiles.
const first = await runProgram(main, home);
await runLeast(home);
for (let round = 0; round < rounds; round += 1) {
  const startedMs = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  bare.push(performance.now() - startedMs);
  least.push(await runLeast(home));
  runs.push(await runProgram(main, home));
}
rmSync(folder, { recursive: true });

console.log(`medians of ${rounds}; node -e 0 takes ${median(bare).toFixed(0)} ms`);
print("first model request, ms from process start", "firstRequestMs", 300);
print("  CPU until then, ms", "firstRequestCpuMs");
console.log(`  in the first run of a new home, ms            ${first.firstRequestMs.toFixed(1).padStart(8)}`);
print("a turn that runs a command, ms", "turnMs", 12);
print("  CPU a turn, ms", "turnCpuMs");
print("peak memory, MB", "peakMb", 150);
print("the whole run with verdict and apply, ms", "wholeMs");
print("  CPU of it, ms", "wholeCpuMs");

function print(what: string, name: keyof MeasuredRun, target?: number): void {
  const values = runs.map((run) => run[name]);
  const best = Math.min(...values).toFixed(1);
  const wanted = target === undefined ? "" : `  (target ${target})`;
  const floor = median(least.map((run) => run[name]));
  // What comes after the turns has no counterpart.
  const beside = name.startsWith("whole")
    ? ""
    : `  least ${floor.toFixed(1)}, × ${(median(values) / floor).toFixed(1)}`;
  console.log(
    `${what.padEnd(46)} ${median(values).toFixed(1).padStart(8)}  best ${best.padStart(7)}${beside}${wanted}`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
