import { describe, expect, it } from "vitest";
import { findDivergence } from "../../src/replay/find-divergence.ts";
import { listTimesOnly } from "../../src/replay/list-times-only.ts";

const steps = (...entries: readonly (readonly [string, unknown])[]) =>
  new Map(entries.map(([place, content]) => [place, { place, content }]));
const whole = { isOpenEnded: false, ignoresTimes: false };
const recorded = steps(["one", { a: 1 }], ["two", { a: 2 }], ["three", { a: 3 }]);

describe("findDivergence", () => {
  it("finds nothing where all is the same", () => {
    expect(findDivergence(recorded, steps(...[...recorded.values()].map(toEntry)), whole)).toBeNull();
  });

  it("names the first step of the replay that is another", () => {
    const replayed = steps(["one", { a: 1 }], ["two", { a: 7 }], ["three", { a: 8 }]);
    expect(findDivergence(recorded, replayed, whole)).toEqual({
      place: "two",
      kind: "different",
      diff: ["- a = 2", "+ a = 7"],
    });
  });

  it("names a step that the record does not have, and one that the replay did not come to", () => {
    const more = steps(["one", { a: 1 }], ["other", { a: 5 }]);
    expect(findDivergence(recorded, more, whole)).toMatchObject({ place: "other", kind: "added" });
    const fewer = steps(["one", { a: 1 }]);
    expect(findDivergence(recorded, fewer, whole)).toMatchObject({ place: "two", kind: "missing" });
  });

  it("lets a replay go on after the end of a record that stops early, and only there", () => {
    const open = { ...whole, isOpenEnded: true };
    const on = steps(...[...recorded.values()].map(toEntry), ["four", {}]);
    expect(findDivergence(recorded, on, open)).toBeNull();
    const early = steps(["one", { a: 1 }], ["four", {}]);
    expect(findDivergence(recorded, early, open)).toMatchObject({ place: "four", kind: "added" });
  });

  it("takes times for no difference where commands ran anew, and lists where they were one", () => {
    const [then, now] = [
      steps(["one", "took 3 ms"], ["two", "x"]),
      steps(["one", "took 40 ms"], ["two", "y"]),
    ];
    expect(findDivergence(then, now, { ...whole, ignoresTimes: true })).toMatchObject({ place: "two" });
    expect(findDivergence(then, now, whole)).toMatchObject({ place: "one" });
    expect(listTimesOnly(then, now)).toEqual(["one"]);
    expect(listTimesOnly(then, then)).toEqual([]);
  });
});

function toEntry({ place, content }: { readonly place: string; readonly content: unknown }) {
  return [place, content] as const;
}
