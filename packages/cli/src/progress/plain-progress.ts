import { printLine, type Terminal } from "../terminal.ts";
import { describeEvent } from "./describe-event.ts";
import type { Progress } from "./progress.ts";

/** A line for each thing worth knowing, for pipes and logs: no colour, nothing overwritten. */
export function createPlainProgress(terminal: Pick<Terminal, "stderr">): Progress {
  return {
    event({ event }) {
      const line = describeEvent(event);
      if (line !== null) printLine(terminal.stderr, `${line.subject.padEnd(13)} ${line.text}`);
    },
    text() {},
    end() {},
  };
}
