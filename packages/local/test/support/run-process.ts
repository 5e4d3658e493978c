import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { KillableOptions } from "./killable-run.ts";

/** When a process is killed: after so many of its events, and a while after that. */
export interface Kill {
  readonly event: number;
  /** `null`: by itself, before anything can follow the event; else by its parent. */
  readonly delayMs: number | null;
}

const compiled = join(import.meta.dirname, "../../node_modules/.cache/compiled");

interface EndedProcess {
  readonly wasKilled: boolean;
  /** When its events came, in milliseconds since it was started. */
  readonly timesMs: readonly number[];
  readonly problems: readonly string[];
}

/** Starts or resumes a run in a process of its own, and kills it where it is told to. */
export async function runProcess(
  options: Omit<KillableOptions, "diesAt">,
  kill: Kill | null,
): Promise<EndedProcess> {
  const diesAt = kill !== null && kill.delayMs === null ? kill.event : null;
  const startedMs = performance.now();
  const child = fork(join(import.meta.dirname, "killable-run.ts"), [JSON.stringify({ ...options, diesAt })], {
    execArgv: ["--conditions=@kimi/source"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Compiling all packages anew in each process would take longer than the runs.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const timesMs: number[] = [];
  const killSoon = (delayMs: number): void => void setTimeout(() => child.kill("SIGKILL"), delayMs);
  if (kill?.event === 0) killSoon(kill.delayMs ?? 0);
  child.on("message", () => {
    timesMs.push(performance.now() - startedMs);
    if (timesMs.length === kill?.event && kill.delayMs !== null) killSoon(kill.delayMs);
  });
  const [said, [code, signal]] = await Promise.all([
    child.stderr === null ? "" : text(child.stderr),
    once(child, "close"),
  ]);
  const wasKilled = signal === "SIGKILL";
  return {
    wasKilled,
    timesMs,
    problems: wasKilled || code === 0 ? [] : [`a process ended with ${code}: ${said}`],
  };
}
