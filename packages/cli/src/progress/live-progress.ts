import type { RunEvent } from "@kimi/contracts";
import { createLogUpdate } from "log-update";
import { showControlCharacters } from "../layout/show-control-characters.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { describeEvent } from "./describe-event.ts";
import { layOutLine } from "./lay-out-line.ts";
import { nextPhase } from "./next-phase.ts";
import type { Progress } from "./progress.ts";
import { renderBoard } from "./render-board.ts";
import { emptyBoard, updateBoard } from "./stage-board.ts";

const redrawMs = 120;

/** A bar for each persona that is redrawn in place; what should stay readable scrolls by above it. */
export function createLiveProgress(
  terminal: Pick<Terminal, "stderr" | "screen" | "columns">,
  stages: readonly string[],
): Progress {
  const update = createLogUpdate(terminal.screen ?? terminal.stderr, { showCursor: true });
  const startedMs = performance.now();
  let board = emptyBoard(stages);
  /** A run that is refused has no board. */
  let begun = false;
  let phase = "";
  let tokens = 0;
  let streamed = 0;
  const draw = (): void => {
    if (!begun) return;
    const elapsedMs = performance.now() - startedMs;
    const view = { elapsedMs, tokens, phase, streamed, columns: terminal.columns };
    update(`\n${showControlCharacters(renderBoard(board, view))}`);
  };
  const print = (line: string): void => {
    update.clear();
    printLine(terminal.stderr, line);
    draw();
  };
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    event({ event }) {
      begun = true;
      if (event.type === "model-requested") streamed = 0;
      if (event.type === "model-answered") tokens += event.usage.inputTokens + event.usage.outputTokens;
      board = updateBoard(board, event);
      phase = nextPhase(phase, event);
      const line = isLasting(event) ? describeEvent(event) : null;
      if (line === null) draw();
      else print(layOutLine(line, terminal.columns));
    },
    text(delta) {
      streamed += delta.length;
    },
    notice: print,
    end() {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

/** Whether an event is worth a line that stays; the board tells of the others. */
function isLasting(event: RunEvent): boolean {
  switch (event.type) {
    case "attempt-started":
    case "model-retried":
    case "output-repaired":
    case "file-written":
    case "tests-finished":
    case "run-ended":
      return false;
    case "attempt-finished":
      return event.outcome === "failed";
    case "command-finished":
      return event.purpose === "install";
    default:
      return true;
  }
}
