import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followLines } from "../../src/lines/follow-lines.ts";

/** `0<2 moved`: line 0 now was line 2; a line that is new is left out, and so is `same`. */
const follow = (newer: string, older: string): string =>
  followLines(newer.split("\n"), older.split("\n"))
    .flatMap((at, line) =>
      at === null ? [] : [`${line}<${at.line}${at.match === "same" ? "" : ` ${at.match}`}`],
    )
    .join(", ");

describe("a line is found again", () => {
  it("where lines were put before it or taken out", () => {
    expect(follow("head\none\ntwo", "one\nzero\ntwo")).toBe("1<0, 2<2");
  });

  it("with other white space, and with other line ends", () => {
    expect(follow("if (x) {\n    return 1;\n}", "if (x) {\n  return  1;\n}")).toBe(
      "0<0, 1<1 white-space, 2<2",
    );
    expect(follow("one\r\ntwo\r", "one\ntwo")).toBe("0<0, 1<1");
  });

  it("elsewhere in the file, together with what stood next to it and says nothing by itself", () => {
    const [a, b] = ["function alpha() {\n  return 1;\n}", "function beta() {\n  return 2;\n}"];
    expect(follow(`${b}\n${a}`, `${a}\n${b}`)).toMatch(/0<3.*1<4.*2<5.*3<0 moved, 4<1 moved, 5<2 moved/);
    expect(follow("}\nx", "y\n}")).not.toContain("moved");
  });

  it("rewritten, when most of its words stayed", () => {
    expect(follow("  const total = sum(prices, taxes);", "  const total = sum(prices);")).toBe(
      "0<0 rewritten",
    );
    expect(follow("throw new Error(message);", "  const total = sum(prices);")).toBe("");
  });

  it("among so many changes that no diff is made, by what occurs once", () => {
    const lines = (word: string) => Array.from({ length: 2_000 }, (_, index) => `${word} number ${index}`);
    const found = followLines(
      [...lines("new"), "the one that stayed"],
      ["the one that stayed", ...lines("old")],
    );
    expect(found.at(-1)).toEqual({ line: 0, match: "moved" });
  });
});

describe("lines that are found", () => {
  const line = fc.oneof(fc.constantFrom("}", "", "  return 1;", "return 1;"), fc.string({ maxLength: 12 }));
  const text = fc.array(line, { maxLength: 30 });

  it("stand for one line each, of the same words unless they were rewritten", () => {
    const words = (one: string | undefined) => one?.trim().replaceAll(/\s+/g, " ");
    fc.assert(
      fc.property(text, text, (newer, older) => {
        const found = followLines(newer, older);
        const taken = found.flatMap((at) => (at === null ? [] : [at.line]));
        expect(found).toHaveLength(newer.length);
        expect(new Set(taken).size).toBe(taken.length);
        for (const [index, at] of found.entries()) {
          if (at === null || at.match === "rewritten") continue;
          expect(words(older[at.line])).toBe(words(newer[index]));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("are all lines of a text that did not change", () => {
    fc.assert(
      fc.property(text, (lines) => {
        expect(followLines(lines, lines)).toEqual(lines.map((_, at) => ({ line: at, match: "same" })));
      }),
    );
  });
});
