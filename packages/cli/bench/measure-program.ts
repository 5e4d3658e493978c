import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startModelServer, type ScriptedReply } from "@kimi/models/testing";

const exitReport = new URL("exit-report.cjs", import.meta.url).pathname;

/** One run of a program, as the endpoint and the kernel saw it. Milliseconds; CPU times are without children. */
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

/** A program to be measured, and what its endpoint answers: with the second answer and those after it, commands. */
export interface MeasuredProgram {
  /** Arguments of Node. */
  readonly start: (baseUrl: string) => readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly conversation: readonly ScriptedReply[];
  readonly commands: number;
}

/** Runs a program to its end in a fresh folder that `prepare` fills. @throws Error when it does not get there. */
export async function measureProgram(
  prepare: (folder: string) => Promise<MeasuredProgram>,
): Promise<MeasuredRun> {
  const folder = mkdtempSync(join(tmpdir(), "kimi-cli-bench-"));
  try {
    const { start, environment, conversation, commands } = await prepare(folder);
    const asked: { readonly atMs: number; readonly cpuMs: number }[] = [];
    let pid = 0;
    await using server = await startModelServer((_, index) => {
      asked.push({ atMs: performance.now(), cpuMs: readCpuMs(pid) });
      return conversation[index] ?? [];
    });
    const report = join(folder, "exit.json");
    const startedMs = performance.now();
    const child = spawn(process.execPath, ["--require", exitReport, ...start(server.url)], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        HOME: join(folder, "home"),
        OPENAI_API_KEY: "sk-bench",
        EXIT_REPORT: report,
        ...environment,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    pid = child.pid ?? 0;
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    const wholeMs = performance.now() - startedMs;
    if (code !== 0) throw new Error(`The program ended with ${String(code)}: ${said}`);
    server.assertComplete();
    const usage: NodeJS.ResourceUsage = JSON.parse(readFileSync(report, "utf8"));
    const [first, second] = asked;
    const last = asked[commands + 1];
    if (first === undefined || second === undefined || last === undefined)
      throw new Error("Too few requests.");
    return {
      firstRequestMs: first.atMs - startedMs,
      firstRequestCpuMs: first.cpuMs,
      turnMs: (last.atMs - second.atMs) / commands,
      turnCpuMs: (last.cpuMs - second.cpuMs) / commands,
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
