import { noTokens } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { renderBoard } from "../../src/progress/render-board.ts";
import { emptyBoard, updateBoard } from "../../src/progress/stage-board.ts";

const position = { stage: "coding", attempt: 2, turn: 3, call: 1 };
const view = { elapsedMs: 65_000, tokens: 0, phase: "", streamed: 0, columns: 80 };

describe("the stage board", () => {
  it("follows attempts, turns and tools of the stage they belong to", () => {
    let board = emptyBoard(["requirements", "coding"]);
    board = updateBoard(board, { type: "attempt-started", stage: "coding", attempt: 2 });
    board = updateBoard(board, { type: "model-requested", position, model: "m", hash: "h" });
    board = updateBoard(board, { type: "model-answered", position, usage: noTokens, costUsd: null });
    board = updateBoard(board, {
      type: "tool-called",
      stage: "coding",
      attempt: 2,
      tool: "read_file",
      toolCallId: "1",
      input: { path: "src/a.js" },
    });
    expect(board).toEqual([
      { stage: "requirements", state: "waiting", attempt: 0, turns: 0, activity: "" },
      { stage: "coding", state: "working", attempt: 2, turns: 3, activity: "read_file src/a.js" },
    ]);
  });

  it("is drawn with a line a stage, a full bar only for one that ended, and the time", () => {
    let board = emptyBoard(["requirements", "coding"]);
    board = updateBoard(board, { type: "attempt-started", stage: "requirements", attempt: 1 });
    board = updateBoard(board, {
      type: "attempt-finished",
      stage: "requirements",
      attempt: 1,
      outcome: "submitted",
      reason: null,
    });
    board = updateBoard(board, { type: "attempt-started", stage: "coding", attempt: 1 });
    board = updateBoard(board, {
      type: "model-requested",
      position: { ...position, attempt: 1, turn: 1 },
      model: "m",
      hash: "h",
    });
    expect(renderBoard(board, { ...view, streamed: 120 })).toBe(
      [
        "requirements  ██████████  done, 0 turns",
        "coding        ██░░░░░░░░  1 turn  thinking (120 characters)",
        "1:05",
      ].join("\n"),
    );
  });

  it("shows a stage as stopped that was at work when the run ended", () => {
    let board = emptyBoard(["coding"]);
    board = updateBoard(board, { type: "attempt-started", stage: "coding", attempt: 2 });
    board = updateBoard(board, { type: "model-requested", position, model: "m", hash: "h" });
    board = updateBoard(board, {
      type: "run-ended",
      status: "paused",
      exitCode: 75,
      reason: "r",
      resumable: true,
      ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
    });
    expect(renderBoard(board, view)).toBe("coding  ████░░░░░░  stopped, attempt 2, 3 turns\n1:05");
  });

  it("tells the tokens and what goes on beside the stages", () => {
    const text = renderBoard([], { ...view, tokens: 1_320, phase: "running tests" });
    expect(text).toBe("1:05  1,320 tokens  running tests");
  });

  it("cuts lines to the width of the terminal", () => {
    let board = emptyBoard(["coding"]);
    board = updateBoard(board, { type: "attempt-started", stage: "coding", attempt: 1 });
    board = updateBoard(board, {
      type: "tool-called",
      stage: "coding",
      attempt: 1,
      tool: "run_command",
      toolCallId: "1",
      input: { command: "x".repeat(200) },
    });
    for (const line of renderBoard(board, { ...view, columns: 40 }).split("\n"))
      expect(line.length).toBeLessThanOrEqual(40);
  });
});
