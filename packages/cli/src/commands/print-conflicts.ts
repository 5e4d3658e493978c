import type { Conflict } from "@kimi/contracts";
import { printLine, type Terminal } from "../terminal.ts";

/** Says which paths stood in the way, why, and where the other version is. */
export function printConflicts(terminal: Terminal, conflicts: readonly Conflict[]): void {
  printLine(terminal.stderr, "Nothing was written: these paths have changed since.");
  for (const conflict of conflicts) {
    const kept =
      conflict.keptAt === null
        ? "it would have been removed"
        : `what would have been written is at ${conflict.keptAt}`;
    printLine(terminal.stderr, `  ${conflict.path}: ${conflict.reason}; ${kept}`);
  }
}
