import type { Writable } from "node:stream";

/** Everything the command line touches of its process, so that tests can hand in their own. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether stderr is a terminal that a live display can be drawn on. */
  readonly isLive: boolean;
  /** Columns of the terminal, 80 where unknown. */
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Writes a line. */
export function printLine(stream: Writable, line: string): void {
  stream.write(`${line}\n`);
}
