import { printLine, type Terminal } from "../terminal.ts";
import { describeEvent } from "./describe-event.ts";
import { layOutLine } from "./lay-out-line.ts";
import type { Progress } from "./progress.ts";

/** A line for each thing worth knowing, for pipes and logs: no colour, nothing overwritten. */
export function createPlainProgress(terminal: Pick<Terminal, "stderr">): Progress {
  return {
    event({ event }) {
      const line = describeEvent(event);
      if (line !== null) printLine(terminal.stderr, layOutLine(line));
    },
    text() {},
    notice(text) {
      printLine(terminal.stderr, text);
    },
    end() {},
  };
}
