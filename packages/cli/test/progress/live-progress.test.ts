import { PassThrough } from "node:stream";
import type { RunEvent } from "@kimi/contracts";
import { expect, it } from "vitest";
import { createLiveProgress } from "../../src/progress/live-progress.ts";
import { shieldTerminal } from "../../src/shield-terminal.ts";
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

it("draws with sequences of its own alone, whatever the model runs", () => {
  const screen = Object.assign(new PassThrough(), { columns: 200, isTTY: true });
  const terminal = shieldTerminal({
    stdout: screen,
    stderr: screen,
    isLive: true,
    columns: 200,
    environment: {},
    workingDirectory: "/",
    signal: new AbortController().signal,
  });
  const progress = createLiveProgress(terminal, ["coding"]);
  const command = "echo \u001B]0;pwn\u0007 \u202E\u009B31m";
  progress.event(stored({ type: "attempt-started", stage: "coding", attempt: 1 }));
  progress.event(
    stored({
      type: "tool-called",
      stage: "coding",
      attempt: 1,
      tool: "run",
      toolCallId: "1",
      input: { command },
    }),
  );
  progress.event(stored({ type: "note", message: command }));
  progress.notice(command);
  progress.end();
  const written = String(screen.read());
  expect(written.split("echo ␛]0;pwn␇ \uFFFD\uFFFD31m").length).toBeGreaterThan(3);
  // oxlint-disable-next-line no-control-regex -- it is what is looked for
  expect(written).not.toMatch(/\u001B\]|[\u0007\u202E\u009B]/u);
  expect(renderTerminal(written).indexOf("note ")).toBeLessThan(renderTerminal(written).indexOf("coding "));
});

it("draws nothing for a run that is refused before it begins", () => {
  const stderr = Object.assign(new PassThrough(), { columns: 80, isTTY: true });
  createLiveProgress({ stderr, columns: 80 }, ["requirements", "coding"]).end();
  expect(renderTerminal(String(stderr.read() ?? "")).trim()).toBe("");
});
