import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startModelServer } from "@kimi/models/testing";
import { prepareJob } from "./prepare-job.ts";

const exitReport = new URL("exit-report.cjs", import.meta.url).pathname;
const jobs = { commands: 10 };

/** One run of the whole program, as the endpoint and the kernel saw it. Milliseconds; CPU times are without children. */
export interface MeasuredRun {
  readonly firstRequestMs: number;
  /** CPU time of the program up to its first request. */
  readonly firstRequestCpuMs: number;
  /** From one command's request to the next one's. */
  readonly turnMs: number;
  readonly turnCpuMs: number;
  readonly wholeMs: number;
  readonly wholeCpuMs: number;
  readonly peakMb: number;
}

/** Runs the built command over a fresh project, to its proven end. @throws Error when it does not get there. */
export async function runProgram(main: string, home: string): Promise<MeasuredRun> {
  const folder = mkdtempSync(join(tmpdir(), "kimi-cli-bench-"));
  try {
    const { conversation, arguments: args } = await prepareJob(folder, jobs.commands);
    const asked: { readonly atMs: number; readonly cpuMs: number }[] = [];
    let pid = 0;
    await using server = await startModelServer((_, index) => {
      asked.push({ atMs: performance.now(), cpuMs: readCpuMs(pid) });
      return conversation[index] ?? [];
    });
    const report = join(folder, "exit.json");
    const startedMs = performance.now();
    const child = spawn(
      process.execPath,
      ["--require", exitReport, main, ...args, "--base-url", server.url],
      {
        cwd: folder,
        env: {
          PATH: process.env["PATH"],
          HOME: join(folder, "home"),
          KIMI_AGENT_HOME: home,
          OPENAI_API_KEY: "sk-bench",
          EXIT_REPORT: report,
        },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    pid = child.pid ?? 0;
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    const wholeMs = performance.now() - startedMs;
    if (code !== 0) throw new Error(`The command ended with ${String(code)}: ${said}`);
    server.assertComplete();
    const usage: NodeJS.ResourceUsage = JSON.parse(readFileSync(report, "utf8"));
    const [first, second] = asked;
    const last = asked[jobs.commands + 1];
    if (first === undefined || second === undefined || last === undefined)
      throw new Error("Too few requests.");
    return {
      firstRequestMs: first.atMs - startedMs,
      firstRequestCpuMs: first.cpuMs,
      turnMs: (last.atMs - second.atMs) / jobs.commands,
      turnCpuMs: (last.cpuMs - second.cpuMs) / jobs.commands,
      wholeMs,
      wholeCpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
      peakMb: usage.maxRSS / 1024,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** User and system time of a process so far, all its threads, in steps of 10 ms (proc(5)). */
function readCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
