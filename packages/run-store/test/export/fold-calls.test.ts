import type { JsonValue, ModelCall } from "@kimi/contracts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { foldCalls } from "../../src/export/fold-calls.ts";
import { unfoldCalls } from "../../src/export/unfold-calls.ts";
import { sampleAnswer, sampleRequest } from "../../src/testing/sample-run.ts";

function call(turn: number, body: JsonValue, stage = "coding"): ModelCall {
  const request = sampleRequest(turn);
  return {
    request: { ...request, position: { ...request.position, stage }, body },
    answer: sampleAnswer,
    failure: null,
  };
}

/** A conversation of one attempt that grows by an item a turn. */
function conversation(turns: number): readonly ModelCall[] {
  const items = Array.from({ length: turns }, (_, turn) => ({
    role: "user",
    content: `${turn} `.repeat(100),
  }));
  return items.map((_, turn) =>
    call(turn + 1, { systemInstructions: "Be brief. ".repeat(100), input: items.slice(0, turn + 1) }),
  );
}

const item = fc.oneof(
  fc.string(),
  fc.record({ role: fc.constantFrom("user", "assistant"), content: fc.string() }),
);
const body = fc.oneof(
  fc.record({ systemInstructions: fc.string(), input: fc.array(item, { maxLength: 4 }) }),
  fc.record({ input: fc.string() }),
  fc.constant(null),
);

it("gives every request back as it was, whatever conversations share", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(body, fc.constantFrom("coding", "testing")), { maxLength: 6 }),
      (bodies) => {
        const calls = bodies.map(([one, stage], index) => call(index + 1, one, stage));
        const { calls: rows, parts } = foldCalls(calls);
        const stored = JSON.parse(JSON.stringify({ rows, parts })) as { rows: unknown[]; parts: unknown[] };
        expect(unfoldCalls(stored.rows, stored.parts)).toEqual(calls);
      },
    ),
  );
});

it("grows with the turns of a conversation, not with their square", () => {
  const size = (turns: number): number => JSON.stringify(foldCalls(conversation(turns))).length;
  const [few, many] = [size(20) - size(10), size(80) - size(70)];
  expect(many / few).toBeLessThan(1.2);
});

it("does not give back a conversation of which a part is missing", () => {
  const { calls, parts } = foldCalls(conversation(2));
  expect(() => unfoldCalls(calls, parts.slice(1))).toThrow(/part [0-9a-f]{64} of a request is missing/);
});
