import type { Terminal } from "../terminal.ts";
import { createJsonProgress } from "./json-progress.ts";
import { createPlainProgress } from "./plain-progress.ts";
import type { Progress } from "./progress.ts";

export interface ProgressOptions {
  readonly json: boolean;
  /** Names of the stages, in order. */
  readonly stages: readonly string[];
}

/** JSON events on stdout when asked for; else a live display on a terminal and plain lines in a pipe, on stderr. */
export async function createProgress(terminal: Terminal, options: ProgressOptions): Promise<Progress> {
  if (options.json) return createJsonProgress(terminal);
  if (!terminal.isLive) return createPlainProgress(terminal);
  const { createLiveProgress } = await import("./live-progress.ts");
  return createLiveProgress(terminal, options.stages);
}
