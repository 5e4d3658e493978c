import { expect, test } from "vitest";
import { readRetryAfterMs } from "../../src/transport/retry-after.ts";

const now = new Date("2026-11-22T12:00:00Z");
const read = (headers: Record<string, string>) => readRetryAfterMs(new Headers(headers), now);

test("milliseconds, seconds and dates are understood", () => {
  expect(read({ "retry-after-ms": "250.5", "retry-after": "9" })).toBe(251);
  expect(read({ "retry-after": "0" })).toBe(0);
  expect(read({ "retry-after": " 120 " })).toBe(120_000);
  expect(read({ "retry-after": "Sun, 22 Nov 2026 12:02:00 GMT" })).toBe(120_000);
  expect(read({ "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" })).toBe(0);
});

test("a date counts from the server's own clock", () => {
  const headers = { "retry-after": "Sun, 22 Nov 2026 12:02:00 GMT", date: "Sun, 22 Nov 2026 12:01:30 GMT" };
  expect(read(headers)).toBe(30_000);
});

test("no wish, or one that makes no sense, is no wish", () => {
  for (const headers of [
    {},
    { "retry-after": "soon" },
    { "retry-after": "-5" },
    { "retry-after-ms": "-1" },
  ]) {
    expect(read(headers)).toBeNull();
  }
});
