import { createLogUpdate } from "log-update";
import { printLine, type Terminal } from "../terminal.ts";
import { describeEvent } from "./describe-event.ts";
import type { Progress } from "./progress.ts";
import { renderBoard } from "./render-board.ts";
import { emptyBoard, updateBoard } from "./stage-board.ts";

const subjectsAbove = new Set([
  "run",
  "documents",
  "snapshot",
  "verdict",
  "fix forward",
  "note",
  "install",
  "apply",
  "restore",
]);
const redrawMs = 120;

/** A bar for each persona that is redrawn in place; what should stay readable scrolls by above it. */
export function createLiveProgress(
  terminal: Pick<Terminal, "stderr" | "columns">,
  stages: readonly string[],
): Progress {
  const update = createLogUpdate(terminal.stderr, { showCursor: true });
  const startedMs = performance.now();
  let board = emptyBoard(stages);
  let streamed = 0;
  const draw = (): void =>
    update(
      renderBoard(board, { elapsedMs: performance.now() - startedMs, streamed, columns: terminal.columns }),
    );
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    event({ event }) {
      if (event.type === "model-requested") streamed = 0;
      board = updateBoard(board, event);
      const line = describeEvent(event);
      if (line !== null && subjectsAbove.has(line.subject)) {
        update.clear();
        printLine(terminal.stderr, `${line.subject.padEnd(13)} ${line.text}`);
      }
      draw();
    },
    text(delta) {
      streamed += delta.length;
    },
    end() {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}
