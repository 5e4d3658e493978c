import { printJson, type Terminal } from "../terminal.ts";
import type { Progress } from "./progress.ts";

/** One event a line: `sequence`, `at`, and the event's own members. The last one is the verdict, `run-ended`. */
export function createJsonProgress(terminal: Pick<Terminal, "stdout">): Progress {
  return {
    event({ sequence, at, event }) {
      printJson(terminal.stdout, { sequence, at, ...event });
    },
    text() {},
    notice() {},
    end() {},
  };
}
