import { describe, expect, it } from "vitest";
import { diffLines } from "../../src/replay/diff-lines.ts";
import { maskVolatile } from "../../src/replay/mask-volatile.ts";
import { renderLines } from "../../src/replay/render-lines.ts";

describe("diffLines", () => {
  it("is empty for equal texts", () => {
    expect(diffLines(["a", "b"], ["a", "b"])).toEqual([]);
  });

  it("shows what differs with two lines around it", () => {
    const before = ["1", "2", "3", "old", "4", "5", "6"];
    expect(diffLines(before, ["1", "2", "3", "new", "more", "4", "5", "6"])).toEqual([
      "  2",
      "  3",
      "- old",
      "+ new",
      "+ more",
      "  4",
      "  5",
    ]);
  });

  it("shows what only one has, also at the end and of what is otherwise repeated", () => {
    expect(diffLines(["a"], ["a", "a"])).toEqual(["  a", "+ a"]);
    expect(diffLines(["a", "b"], [])).toEqual(["- a", "- b"]);
  });

  it("cuts many lines, and shows of a long one the part that differs", () => {
    const many = diffLines(
      [],
      Array.from({ length: 30 }, (_, index) => `line ${index}`),
    );
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe("+ (10 more lines)");
    const long = "x".repeat(2_000);
    const [old, now] = diffLines([`${long}old${long}`], [`${long}new${long}`]);
    expect(old).toMatch(/^- …x+old/);
    expect(now).toMatch(/^\+ …x+new/);
    expect(old?.length).toBeLessThan(410);
  });
});

describe("renderLines", () => {
  it("has a line for each member, sorted by name, and one for each line of a text", () => {
    expect(renderLines({ b: [1, { c: "x\ny" }], a: null, d: [], e: {} })).toEqual([
      "a = null",
      "b.0 = 1",
      "b.1.c = x",
      "b.1.c | y",
      "d = []",
      "e = {}",
    ]);
  });

  it("is the same for values that only differ in the order of their members", () => {
    expect(renderLines({ a: 1, b: { d: 2, c: 3 } })).toEqual(renderLines({ b: { c: 3, d: 2 }, a: 1 }));
  });
});

describe("maskVolatile", () => {
  it.each([
    ["✔ adds up (1.437287ms)", "✔ adds up (<time>)"],
    ["ℹ duration_ms 80.752824", "ℹ duration_ms <time>"],
    ['"durationMs":12.5,"passed":3', '"durationMs":<time>,"passed":3'],
    ["12 passed in 0.34s", "12 passed in <time>"],
    ["at 2026-11-23T02:29:06.123Z", "at <time>"],
    ["wrote /tmp/kimi-x1/out.txt, 3 lines", "wrote <path>, 3 lines"],
  ])("takes times and scratch paths out of %j", (text, masked) => {
    expect(maskVolatile(text)).toBe(masked);
  });

  it.each(["3 passed, 1 failed", "src/tmp/a.ts", "expected 5 to equal 7", "REQ-2.1", "v1.2.3"])(
    "leaves %j as it is",
    (text) => {
      expect(maskVolatile(text)).toBe(text);
    },
  );
});
