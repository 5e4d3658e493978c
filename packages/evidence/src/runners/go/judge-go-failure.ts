import type { TestResult } from "@kimi/contracts";

/**
 * Go has no assertions: what a test file reports by `t.Error` or `t.Fatal`, or by failing without a word, is one, and so
 * is the output of an example that differs. A panic is not, and neither is what other files report.
 */
export function judgeGoFailure(output: string, cut: boolean): NonNullable<TestResult["failure"]> {
  if (/^panic: test timed out/m.test(output)) return "timeout";
  if (cut || /^(?:panic|fatal error): /m.test(output)) return "error";
  const places = [...output.matchAll(/^ *(\S+\.go):\d+: /gm)].map(([, place = ""]) => place);
  return places.every((place) => place.endsWith("_test.go")) ? "assertion" : "error";
}
