import type { Writable } from "node:stream";
import { escapeControlCharacters } from "./layout/show-control-characters.ts";

/** Everything the command line touches of its process, so that tests can hand in their own. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether stderr is a terminal that a live display can be drawn on. */
  readonly isLive: boolean;
  /** What a live display is drawn on: stderr as it is, for a display moves the cursor. @default stderr */
  readonly screen?: Writable;
  /** Whether stdout is a terminal: then long lines are broken between words. @default false */
  readonly wraps?: boolean;
  /** Columns of the terminal, 80 where unknown. */
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Columns that a line on stdout may have. */
export function stdoutColumns({ wraps = false, columns }: Pick<Terminal, "wraps" | "columns">): number {
  return wraps ? columns : Infinity;
}

/** Writes a line. */
export function printLine(stream: Writable, line: string): void {
  stream.write(`${line}\n`);
}

/** Writes a value as JSON: one line, or indented as `JSON.stringify` does. */
export function printJson(stream: Writable, value: unknown, indent?: number): void {
  printLine(stream, escapeControlCharacters(JSON.stringify(value, null, indent)));
}
