import { describe, expect, it } from "vitest";
import { findImpasse, listVerdicts } from "../../src/verdict/find-impasse.ts";

const verdicts = (...all: readonly (readonly [tree: string, ...open: string[]])[]) =>
  all.map(([treeHash, ...open], index) => ({ attempt: index + 1, treeHash, open }));

describe("an impasse", () => {
  it("is the same tree with the same criteria open", () => {
    expect(findImpasse(verdicts(["a", "REQ-1.1"], ["a", "REQ-1.1"]))).toBe(
      "The last attempt changed neither the tree nor the failures: neither the code nor its tests were taken to be wrong, so REQ-1.1 may ask for something that cannot be met.",
    );
  });

  it("is a tree that an earlier attempt had come to", () => {
    expect(findImpasse(verdicts(["a", "REQ-1.1"], ["b", "REQ-1.1", "REQ-2.1"], ["a", "REQ-1.1"]))).toBe(
      "Attempt 3 led back to what attempt 1 had come to.",
    );
  });

  it("is criteria that are proven in turn, and they are named", () => {
    expect(findImpasse(verdicts(["a", "REQ-1.1"], ["b", "REQ-2.1"], ["c", "REQ-1.1"]))).toBe(
      "REQ-1.1 and REQ-2.1 are proven in turn and never together: they may contradict each other.",
    );
  });

  it.each([
    ["there was one verdict", verdicts(["a", "REQ-1.1"])],
    ["the tree is another", verdicts(["a", "REQ-1.1"], ["b", "REQ-1.1"])],
    ["other criteria are open", verdicts(["a", "REQ-1.1"], ["a", "REQ-2.1"])],
    [
      "one was proven on the way and none was lost",
      verdicts(["a", "REQ-1.1", "REQ-2.1"], ["b", "REQ-1.1"], ["c", "REQ-2.1"]),
    ],
    [
      "a criterion fell and came back",
      verdicts(["a", "REQ-1.1"], ["b", "REQ-1.1", "REQ-2.1"], ["c", "REQ-1.1"]),
    ],
  ])("is none when %s", (_, all) => {
    expect(findImpasse(all)).toBeNull();
  });
});

it("verdicts are read from the log, with the criteria that their reasons name", () => {
  const computed = {
    type: "verdict-computed",
    attempt: 1,
    status: "failed",
    proven: 0,
    criteria: 2,
    treeHash: "a",
  } as const;
  const reasons = ["REQ-1.1: “a: b” fails.", "REQ-2.1: No test."];
  expect(
    listVerdicts([
      { type: "note", message: "x" },
      { ...computed, reasons },
    ]),
  ).toEqual(verdicts(["a", "REQ-1.1", "REQ-2.1"]));
});

it("a verdict that was computed again when the run was taken up counts once", () => {
  const computed = { type: "verdict-computed", status: "failed", proven: 0, criteria: 1 } as const;
  const verdict = (attempt: number, treeHash: string) => ({
    ...computed,
    attempt,
    treeHash,
    reasons: ["REQ-1.1: It fails."],
  });
  const again = listVerdicts([verdict(1, "a"), verdict(1, "a"), verdict(2, "b"), verdict(2, "b")]);
  expect(again).toEqual(verdicts(["a", "REQ-1.1"], ["b", "REQ-1.1"]));
  expect(findImpasse(again)).toBeNull();
});
