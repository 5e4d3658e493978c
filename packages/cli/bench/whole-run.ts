// The built command beside `node -e 0`: a run over a git repository of 50 files with ten command turns, against an
// endpoint that answers at once: `pnpm build && pnpm --filter @kimi/cli bench [rounds]`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram, type MeasuredRun } from "./run-program.ts";

const main = process.env["MAIN"] ?? new URL("../dist/main.js", import.meta.url).pathname;
const rounds = Number(process.argv[2] ?? 9);

const bare: number[] = [];
const runs: MeasuredRun[] = [];
const folder = mkdtempSync(join(tmpdir(), "kimi-cli-bench-home-"));
const home = join(folder, "home");
// The first on a machine makes the home, and compiles.
const first = await runProgram(main, home);
for (let round = 0; round < rounds; round += 1) {
  const startedMs = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  bare.push(performance.now() - startedMs);
  runs.push(await runProgram(main, home));
}
rmSync(folder, { recursive: true });

const bareMs = median(bare);
console.log(`medians of ${rounds}; node -e 0 takes ${bareMs.toFixed(0)} ms`);
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
  const beside = name === "firstRequestMs" ? `  = ${(median(values) / bareMs).toFixed(1)} × node -e 0` : "";
  console.log(
    `${what.padEnd(46)} ${median(values).toFixed(1).padStart(8)}  best ${best.padStart(7)}${wanted}${beside}`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
