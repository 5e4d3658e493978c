import type { JsonValue, Recording } from "@kimi/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseRecording, renderRecording } from "../../src/index.ts";

const header: Recording["header"] = {
  format: "kimi-recording",
  version: 1,
  origin: "recorded",
  seed: 7,
  startedAt: "2026-11-22T12:00:00Z",
  note: null,
};

const output: fc.Arbitrary<JsonValue[]> = fc.array(
  fc.record({ type: fc.constant("message"), text: fc.string({ unit: "binary" }) }),
  { maxLength: 3 },
);
const count = fc.nat(1_000_000);
const calls = fc.uniqueArray(
  fc.record({
    position: fc.record({
      stage: fc.constantFrom("coding", "testing"),
      attempt: fc.integer({ min: 1, max: 3 }),
      turn: fc.integer({ min: 1, max: 9 }),
      call: fc.constant(1),
    }),
    request: fc.option(fc.record({ model: fc.string(), hash: fc.constant("a".repeat(64)) })),
    answer: fc.option(
      fc.record({
        responseId: fc.option(fc.string()),
        output,
        usage: fc.record({
          inputTokens: count,
          cachedInputTokens: count,
          outputTokens: count,
          reasoningTokens: count,
        }),
        costUsd: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      }),
    ),
    failure: fc.option(
      fc.record({ code: fc.constant("cancelled"), message: fc.string(), possiblyBilled: fc.boolean() }),
    ),
  }),
  { selector: ({ position }) => JSON.stringify(position), maxLength: 8 },
);

test("a rendered recording parses back to itself", () => {
  fc.assert(
    fc.property(calls, (recorded) => {
      // JSON does not know -0, and a cost of -0 is a cost of 0.
      const recording: Recording = { header, calls: structuredClone(recorded) };
      const text = renderRecording(recording);
      expect(text.split("\n")).toHaveLength(recorded.length + 2);
      expect(JSON.stringify(parseRecording(text, "x"))).toBe(JSON.stringify(recording));
    }),
  );
});

test("Windows line endings, a byte-order mark and empty lines are no obstacle", () => {
  const text = renderRecording({ header, calls: [] });
  expect(parseRecording(`\uFEFF${text.replaceAll("\n", "\r\n")}\r\n\r\n`, "x").header).toEqual(header);
});

test("a bad line is named with its file, its number and what is wrong", () => {
  const first = JSON.stringify(header);
  const call = {
    position: { stage: "coding", attempt: 1, turn: 1, call: 1 },
    request: null,
    answer: null,
    failure: null,
  };
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /^run\.jsonl is empty/],
    ['{"format":"kimi-recording"}', /^run\.jsonl:1 is not the header of a recording: version/],
    [`${first}\n\n{oops`, /^run\.jsonl:3 is no JSON/],
    [`${first}\n{}`, /^run\.jsonl:2 is not a recorded call: position/],
    [`${first}\n${JSON.stringify({ ...call, extra: 1 })}`, /^run\.jsonl:2 .*extra/],
    [
      `${first}\n${JSON.stringify(call)}\n${JSON.stringify(call)}`,
      /^run\.jsonl:3 answers coding, attempt 1, turn 1 a second time; line 2/,
    ],
  ];
  for (const [text, message] of cases) {
    expect(() => parseRecording(text, "run.jsonl")).toThrow(
      expect.objectContaining({ code: "input", message: expect.stringMatching(message) }),
    );
  }
});
