import type { Terminal } from "../terminal.ts";
import { createJsonProgress } from "./json-progress.ts";
import { createLiveProgress } from "./live-progress.ts";
import { createPlainProgress } from "./plain-progress.ts";
import type { Progress } from "./progress.ts";

export interface ProgressOptions {
  readonly json: boolean;
  /** Names of the stages, in order. */
  readonly stages: readonly string[];
}

/** JSON events on stdout when asked for; else a live display on a terminal and plain lines in a pipe, on stderr. */
export function createProgress(terminal: Terminal, options: ProgressOptions): Progress {
  if (options.json) return createJsonProgress(terminal);
  return terminal.isLive ? createLiveProgress(terminal, options.stages) : createPlainProgress(terminal);
}
