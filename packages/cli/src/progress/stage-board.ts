import type { RunEvent } from "@kimi/contracts";
import { formatDuration } from "../summary/format-amounts.ts";

/** How one stage stands. */
export interface StageState {
  readonly stage: string;
  readonly state: "waiting" | "working" | "done" | "failed" | "stopped";
  /** 0 before the first. */
  readonly attempt: number;
  /** Model requests so far in this attempt. */
  readonly turns: number;
  /** What it does now. */
  readonly activity: string;
}

/** The stages of a pipeline before anything happened. */
export function emptyBoard(stages: readonly string[]): readonly StageState[] {
  return stages.map((stage) => ({ stage, state: "waiting", attempt: 0, turns: 0, activity: "" }));
}

/** The board after one more event. */
export function updateBoard(board: readonly StageState[], event: RunEvent): readonly StageState[] {
  switch (event.type) {
    case "attempt-started":
      return change(board, event.stage, { state: "working", attempt: event.attempt, turns: 0, activity: "" });
    case "attempt-finished":
      return change(board, event.stage, {
        state: event.outcome === "submitted" ? "done" : "failed",
        activity: "",
      });
    case "model-requested":
      return change(board, event.position.stage, { turns: event.position.turn, activity: "thinking" });
    case "model-retried":
      return change(board, event.position.stage, {
        activity: `waiting ${formatDuration(event.delayMs)}: ${event.reason}`,
      });
    case "output-repaired":
      return change(board, event.stage, { activity: "asked to mend its result" });
    case "tool-called":
      return change(board, event.stage, { activity: `${event.tool} ${describeInput(event.input)}`.trim() });
    case "run-ended":
      return board.map((one) => (one.state === "working" ? { ...one, state: "stopped", activity: "" } : one));
    default:
      return board;
  }
}

function change(
  board: readonly StageState[],
  stage: string,
  what: Partial<StageState>,
): readonly StageState[] {
  return board.map((one) => (one.stage === stage ? { ...one, ...what } : one));
}

/** The path, pattern or command a tool is called with: the first text of its input. */
function describeInput(input: unknown): string {
  const values: readonly unknown[] = typeof input === "object" && input !== null ? Object.values(input) : [];
  const text = values.find((value) => typeof value === "string") ?? "";
  return text.split("\n", 1)[0] ?? "";
}
