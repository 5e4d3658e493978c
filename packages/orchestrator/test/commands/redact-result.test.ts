import type { CommandResult } from "@kimi/contracts";
import { expect, it } from "vitest";
import { redactResult } from "../../src/commands/redact-result.ts";

const secret = 'pa"ss\\word';
const redactor = {
  redact: (text: string) => ({ text: text.replaceAll(secret, "[REDACTED:test:1]"), findings: [] }),
};

function result(parts: Partial<CommandResult>): CommandResult {
  const nothing = { text: "", totalBytes: 0 };
  return {
    exitCode: 0,
    signal: null,
    timedOut: false,
    stdout: nothing,
    stderr: nothing,
    durationMs: 1,
    tier: "none",
    reports: {},
    ...parts,
  };
}

it("takes secrets out of streams and reports, those spelt with escapes included", () => {
  const event = JSON.stringify({ message: `got ${secret}` });
  const redacted = redactResult(
    result({
      stdout: { text: `out ${secret}`, totalBytes: 15 },
      stderr: { text: `err ${secret}`, totalBytes: 15 },
      reports: { whole: event, lines: `plain ${secret}\n${event}\n`, text: `not JSON ${secret}` },
    }),
    redactor,
  );
  expect(redacted.stdout).toEqual({ text: "out [REDACTED:test:1]", totalBytes: 15 });
  expect(redacted.stderr.text).toBe("err [REDACTED:test:1]");
  expect(JSON.parse(redacted.reports["whole"] ?? "")).toEqual({ message: "got [REDACTED:test:1]" });
  expect(redacted.reports["lines"]).toBe('plain [REDACTED:test:1]\n{"message":"got [REDACTED:test:1]"}\n');
  expect(redacted.reports["text"]).toBe("not JSON [REDACTED:test:1]");
});

it("leaves a report without secrets as it was written, spaces included", () => {
  const text = '{ "tests": [ 1,  2 ] }\n\n{"a" : "b"}\n';
  expect(redactResult(result({ reports: { report: text } }), redactor).reports["report"]).toBe(text);
});
