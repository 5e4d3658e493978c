import { PassThrough } from "node:stream";
import type { RunEvent } from "@kimi/contracts";
import { expect, it } from "vitest";
import { createLiveProgress } from "../../src/progress/live-progress.ts";
import { renderTerminal } from "../support/render-terminal.ts";

const stored = (event: RunEvent) => ({ sequence: 1, at: "2026-01-01T00:00:00.000Z", event });

it("keeps what lasts above the board, and one board below", () => {
  const stderr = Object.assign(new PassThrough(), { columns: 80, isTTY: true });
  const progress = createLiveProgress({ stderr, columns: 80 }, ["requirements", "coding"]);
  progress.event(stored({ type: "note", message: "first" }));
  progress.event(stored({ type: "attempt-started", stage: "requirements", attempt: 1 }));
  progress.text("abc");
  progress.event(
    stored({
      type: "attempt-finished",
      stage: "requirements",
      attempt: 1,
      outcome: "submitted",
      reason: null,
    }),
  );
  progress.event(stored({ type: "note", message: "second" }));
  progress.notice("Stopping.");
  progress.end();
  expect(
    renderTerminal(String(stderr.read()))
      .replace(/\d+:\d\d.*/u, "0:00")
      .trimEnd(),
  ).toBe(
    [
      "note           first",
      "note           second",
      "Stopping.",
      "",
      "requirements  ██████████  done, 0 turns",
      "coding        ░░░░░░░░░░",
      "0:00",
    ].join("\n"),
  );
});

it("draws nothing for a run that is refused before it begins", () => {
  const stderr = Object.assign(new PassThrough(), { columns: 80, isTTY: true });
  createLiveProgress({ stderr, columns: 80 }, ["requirements", "coding"]).end();
  expect(renderTerminal(String(stderr.read() ?? "")).trim()).toBe("");
});
