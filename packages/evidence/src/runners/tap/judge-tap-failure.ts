import type { TestResult } from "@kimi/contracts";
import { judgeFailureText } from "../declared/judge-failure-text.ts";

/**
 * Why a test point is not ok. A point is an assertion in itself: without a word on the reason it counts as one, and so
 * does one that says what it compared. One that tells of something else is an error.
 */
export function judgeTapFailure(diagnostics: string, file: string): NonNullable<TestResult["failure"]> {
  if (/^ *failureType: '?testTimeoutFailure\b/m.test(diagnostics)) return "timeout";
  // Where the test stands is not where it failed.
  const lines = diagnostics
    .split("\n")
    .filter((line) => !/^\s*(?:---|\.\.\.|(?:duration_ms|type|location): .*)?$/.test(line));
  if (lines.length === 0) return "assertion";
  const told = lines.join("\n");
  const [, operator] = /^ *operator: '?(\w+)/m.exec(told) ?? [];
  const compared = /^[# ]*(?:expected|wanted|got|actual|found|diff|compare): ?/m.test(told);
  const [, code] = /^ *(?:code|name): '?(\w+)/m.exec(told) ?? [];
  const named = code === undefined || /^(?:ERR_ASSERTION|AssertionError)$/.test(code);
  const isComparison = named && compared && operator !== "error";
  const text = isComparison ? `AssertionError\n${told}` : told;
  return judgeFailureText({ type: "", text, file });
}
