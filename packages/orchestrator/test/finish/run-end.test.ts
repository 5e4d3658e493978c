import { KimiError, type ErrorCode } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { endOfError } from "../../src/finish/run-end.ts";

describe("endOfError", () => {
  it.each<[ErrorCode, string, boolean]>([
    ["cancelled", "cancelled", true],
    ["budget", "paused", true],
    ["endpoint-unavailable", "paused", true],
    ["endpoint-auth", "errored", true],
    ["endpoint-quota", "errored", true],
    ["endpoint-request", "errored", true],
    ["persona-refused", "failed", false],
    ["persona-malformed", "failed", false],
    ["persona-stuck", "failed", false],
    ["recording-mismatch", "errored", false],
    ["disk", "errored", true],
  ])("ends a run with %s as %s", (code, status, resumable) => {
    expect(endOfError(new KimiError(code, "why"))).toMatchObject({ status, resumable });
  });

  it("calls what it does not know unexpected, and shows it", () => {
    expect(endOfError(new TypeError("x is not a function"))).toEqual({
      status: "errored",
      reason: "Unexpected: x is not a function",
      resumable: true,
    });
  });
});
