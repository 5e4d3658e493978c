import type { ChildProcess } from "node:child_process";
import { Readable, type Writable } from "node:stream";
import type { CommandOutput } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import type { Launch } from "../isolation/isolation.ts";
import {
  type ExceededLimit,
  type LimitWatch,
  type LimitWatcher,
  watchLimits,
} from "../limits/watch-limits.ts";
import { awaitNamespaceEnd } from "./await-namespace-end.ts";
import { endGroup, endMarked } from "./end-processes.ts";
import { OutputCapture } from "./output-capture.ts";
import type { OverflowFile } from "./overflow-file.ts";
import { startProcess } from "./start-process.ts";

export interface ProcessLimits {
  readonly timeoutMs: number;
  /** Of each stream. */
  readonly maxOutputBytes: number;
  readonly signal?: AbortSignal;
  /** Take streams longer than that. */
  readonly overflow?: { readonly stdout: OverflowFile; readonly stderr: OverflowFile };
  /** What it may use, and what tells how far its tree has grown; nothing is watched when absent. */
  readonly use?: Pick<LimitWatch, "limits" | "growth" | "cgroups">;
}

export interface EndedProcess {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly exceeded?: ExceededLimit;
  readonly stdout: CommandOutput;
  readonly stderr: CommandOutput;
  readonly durationMs: number;
}

/**
 * Runs a launch to its end and then ends whatever it left behind.
 * @throws KimiError `cancelled` on abort, `workspace` when it could not be started.
 */
export async function runProcess(launch: Launch, limits: ProcessLimits): Promise<EndedProcess> {
  stopIfAborted(limits.signal);
  const startedMs = performance.now();
  const child = startProcess(launch);
  const info = collect(child.stdio[3]);
  const stdout = capture(child.stdout, limits.maxOutputBytes, limits.overflow?.stdout);
  const stderr = capture(child.stderr, limits.maxOutputBytes, limits.overflow?.stderr);
  let watcher: LimitWatcher | null = null;
  const end = (): void => {
    watcher?.kill();
    endTree(child, launch);
  };
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, limits.timeoutMs);
  limits.signal?.addEventListener("abort", end, { once: true });
  let exceeded: ExceededLimit | null = null;
  watcher = watch(child, launch, limits, (limit) => {
    exceeded = limit;
    end();
  });
  try {
    const [exitCode, signal] = await ended(child, launch, end);
    if (launch.infoDescriptor !== undefined) await awaitNamespaceEnd(info());
    stopIfAborted(limits.signal);
    exceeded ??= watcher?.exceededByKernel() ?? null;
    const durationMs = performance.now() - startedMs;
    const printed = { stdout: stdout.finish(), stderr: stderr.finish() };
    return { exitCode, signal, timedOut, ...(exceeded === null ? {} : { exceeded }), ...printed, durationMs };
  } finally {
    watcher?.[Symbol.dispose]();
    clearTimeout(timer);
    limits.signal?.removeEventListener("abort", end);
  }
}

function watch(
  { pid }: ChildProcess,
  launch: Launch,
  { use }: ProcessLimits,
  onExceeded: (limit: ExceededLimit) => void,
): LimitWatcher | null {
  if (pid === undefined) return null;
  launch.onStarted?.(pid);
  return use === undefined ? null : watchLimits({ leader: pid, marker: launch.marker, ...use, onExceeded });
}

function capture(stream: Readable | null, maxBytes: number, overflow?: OverflowFile): OutputCapture {
  const output = new OutputCapture(maxBytes, overflow ?? null);
  stream?.on("data", (piece: Buffer) => output.add(piece));
  return output;
}

/** A few bytes, as text, as far as they have come. */
function collect(stream: Readable | Writable | null | undefined): () => string {
  let text = "";
  if (stream instanceof Readable) stream.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
  return () => text;
}

/** How the process ended, once its output is read to the end. */
function ended(
  child: ChildProcess,
  launch: Launch,
  end: () => void,
): Promise<[exitCode: number | null, signal: string | null]> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      const reason =
        errnoOf(error) === "ENOENT"
          ? "there is no such program on PATH, or no such folder to run it in"
          : error.message;
      reject(
        new KimiError("workspace", `${launch.program} could not be started: ${reason}`, { cause: error }),
      );
    });
    // What the command left running holds its output open: it ends with the command.
    child.once("exit", end);
    child.once("close", (exitCode, signal) => resolve([exitCode, signal]));
  });
}

function endTree(child: ChildProcess, { marker }: Launch): void {
  if (child.pid !== undefined) endGroup(child.pid);
  if (marker !== null) endMarked(marker);
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new KimiError("cancelled", "the command was ended because the run was cancelled");
}
