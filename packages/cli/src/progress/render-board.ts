import { countNoun } from "../layout/count-noun.ts";
import type { StageState } from "./stage-board.ts";

export interface BoardView {
  readonly elapsedMs: number;
  /** Used so far, sent and received. */
  readonly tokens: number;
  /** What goes on beside the personas; may be empty. */
  readonly phase: string;
  /** Characters streamed in the request under way. */
  readonly streamed: number;
  /** Lines are cut to this width. */
  readonly columns: number;
}

const barWidth = 10;

/** One line for each stage, and one for the time, the tokens and what goes on beside the stages. */
export function renderBoard(board: readonly StageState[], view: BoardView): string {
  const nameWidth = Math.max(...board.map((one) => one.stage.length), 0);
  const lines = board.map((one) =>
    `${one.stage.padEnd(nameWidth)}  ${renderBar(one)}  ${renderState(one, view)}`.trimEnd(),
  );
  const seconds = Math.floor(view.elapsedMs / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const tokens = view.tokens > 0 ? countNoun(view.tokens, "token") : "";
  const foot = [time, tokens, view.phase].filter((part) => part !== "").join("  ");
  return [...lines, foot]
    .map((line) => (line.length > view.columns ? `${line.slice(0, view.columns - 1)}…` : line))
    .join("\n");
}

/** Nobody knows how many turns a persona needs: the bar nears its end and reaches it only when the stage is done. */
function renderBar(one: StageState): string {
  const begun = 1 - 1 / (1 + one.turns / 4);
  const share = { waiting: 0, working: begun, stopped: begun, done: 1, failed: 1 }[one.state];
  const filled = Math.round(share * barWidth);
  return (one.state === "failed" ? "×" : "█").repeat(filled) + "░".repeat(barWidth - filled);
}

function renderState(one: StageState, view: BoardView): string {
  if (one.state === "waiting") return "";
  const attempt = one.attempt > 1 ? `attempt ${one.attempt}, ` : "";
  const turns = `${attempt}${countNoun(one.turns, "turn")}`;
  if (one.state !== "working") return `${one.state}, ${turns}`;
  const streamed = one.activity === "thinking" && view.streamed > 0 ? ` (${view.streamed} characters)` : "";
  return `${turns}  ${one.activity}${streamed}`;
}
