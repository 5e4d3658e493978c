import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RepetitionWatch } from "../../src/conversation/repetition-watch.ts";

const turn = (name: string) => [{ name, arguments: "{}" }];
const observe = (...names: readonly string[]) => {
  const watch = new RepetitionWatch();
  return names.map((name) => watch.observe(name === "" ? [] : turn(name)));
};

describe("RepetitionWatch", () => {
  it("remarks on the fourth turn alike and sees the fifth as stuck", () => {
    expect(observe("a", "a", "a", "a", "a")).toEqual(["fine", "fine", "fine", "remark", "stuck"]);
  });

  it("sees a cycle of several turns as well", () => {
    const cycle = ["a", "b", "c"];
    const seen = observe(...cycle, ...cycle, ...cycle, ...cycle, ...cycle);
    expect(seen.slice(0, 11).every((state) => state === "fine")).toBe(true);
    expect(seen.at(11)).toBe("remark");
    expect(seen.at(-1)).toBe("stuck");
  });

  it("starts again after another call, and after a turn without calls", () => {
    expect(observe("a", "a", "a", "b", "a", "a", "a")).not.toContain("remark");
    expect(observe("a", "a", "a", "", "a", "a", "a")).not.toContain("remark");
  });

  it("never minds turns that all differ", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 }), (names) => {
        expect(observe(...names).every((state) => state === "fine")).toBe(true);
      }),
    );
  });
});
