import type { DamagedRun } from "@kimi/contracts";
import { printLine, type Terminal } from "../terminal.ts";

/** Names runs that a command had to leave out, and what can be done about them. */
export function printDamagedRuns(terminal: Pick<Terminal, "stderr">, damaged: readonly DamagedRun[]): void {
  for (const { id, problem } of damaged)
    printLine(terminal.stderr, `Run ${id} cannot be read and was left out. ${problem}`);
}
