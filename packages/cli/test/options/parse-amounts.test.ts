import { expect, it } from "vitest";
import { parseBytes, parseInstant } from "../../src/options/parse-amounts.ts";

const now = new Date("2026-11-09T10:00:00.000Z");

it.each([
  ["90m", "2026-11-09T08:30:00.000Z"],
  ["1.5h", "2026-11-09T08:30:00.000Z"],
  ["2d", "2026-11-07T10:00:00.000Z"],
  ["1w", "2026-11-02T10:00:00.000Z"],
  ["2026-11-01", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01T10:00:00+02:00", "2026-11-01T08:00:00.000Z"],
])("reads %s as an instant", (text, expected) => {
  expect(parseInstant("since", text, now)).toBe(expected);
});

it.each(["", "yesterday", "5", "-3d", "2026-13-40", "3y"])("refuses %j for an instant", (text) => {
  expect(() => parseInstant("since", text, now)).toThrow(/--since was given .*; it takes a date/);
});

it.each([
  ["1000", 1_000],
  ["1.5kB", 1_500],
  ["500MB", 500_000_000],
  ["2 GB", 2_000_000_000],
])("reads %s as bytes", (text, expected) => {
  expect(parseBytes("--max-size", text)).toBe(expected);
});

it.each(["", "MB", "-1", "5 apples", "1e9"])("refuses %j for a size", (text) => {
  expect(() => parseBytes("--max-size", text)).toThrow(/--max-size was given/);
});
