import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyMutations } from "../../src/hollow/apply-mutations.ts";
import type { SourceMutation } from "../../src/hollow/source-mutation.ts";

const mutation = (start: number, end: number, text: string): SourceMutation => ({
  path: "a",
  scope: "",
  kind: "string",
  label: "",
  edit: { start, end, text },
});

describe("mutations", () => {
  it("that overlap are carried out outermost first, the others left out", () => {
    const { texts, applied } = applyMutations(new Map([["a", "f(g(x))"]]), [
      mutation(4, 5, "y"),
      mutation(2, 6, "1"),
      mutation(0, 1, "h"),
    ]);
    expect(texts.get("a")).toBe("h(1)");
    expect(applied).toHaveLength(2);
  });

  it("that change nothing are none", () => {
    const { texts, applied } = applyMutations(new Map([["a", "f"]]), [mutation(0, 1, "f")]);
    expect([texts.size, applied.length]).toEqual([0, 0]);
  });

  it("leave all text outside of them as it is", () => {
    const edits = fc.array(fc.tuple(fc.nat(30), fc.nat(5)), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ minLength: 30, maxLength: 30 }), edits, (source, places) => {
        const { texts, applied } = applyMutations(
          new Map([["a", source]]),
          places.map(([start, length]) => mutation(start, Math.min(30, start + length), "\0")),
        );
        const kept = applied
          .toReversed()
          .reduce((text, { edit }) => text.slice(0, edit.start) + text.slice(edit.end), source);
        expect((texts.get("a") ?? source).replaceAll("\0", "")).toBe(kept.replaceAll("\0", ""));
      }),
    );
  });
});
