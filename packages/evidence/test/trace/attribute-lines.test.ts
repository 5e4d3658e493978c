import type { FileWrite } from "@kimi/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributeLines } from "../../src/trace/attribute-lines.ts";

const write = (before: string | null, after: string | null, call: string): FileWrite => ({
  path: "a.ts",
  before,
  after,
  requirements: ["REQ-1"],
  stage: "coding",
  attempt: 1,
  toolCallId: call,
});
/** `1:a 2:b`: the call that each attributed line comes from. */
const owners = (writes: readonly FileWrite[], final: string): string =>
  attributeLines("a.ts", writes, final)
    .flatMap(({ startLine, endLine, toolCallId }) =>
      Array.from({ length: endLine - startLine + 1 }, (_, index) => `${startLine + index}:${toolCallId}`),
    )
    .join(" ");

describe("the lines of a file", () => {
  it("belong to the call that wrote them, wherever later calls move them", () => {
    const writes = [write(null, "one\ntwo\n", "a"), write("one\ntwo\n", "zero\none\nand\ntwo\n", "b")];
    expect(owners(writes, "zero\none\nand\ntwo\n")).toBe("1:b 2:a 3:b 4:a");
  });

  it("that stood before, or that something else wrote, are left out", () => {
    const writes = [
      write("old\n", "old\nnew\n", "a"),
      write("old\nmade\nnew\n", "old\nmade\nnew\nlast\n", "b"),
    ];
    expect(owners(writes, "head\nold\nmade\nnew\nlast\n")).toBe("4:a 5:b");
  });

  it("stay the call's when a formatter indents or moves them, and are its own no more when it rewrites them", () => {
    const writes = [write(null, "const first = 1;\nif (first) {\nsecond();\n}\n", "a")];
    const formatted = "if (first) {\n  second();\n}\n\nconst first = 1;\n";
    expect(owners(writes, formatted)).toBe("1:a 2:a 3:a 5:a");
    expect(owners(writes, "const first = 1;\nif (first) {\nsecond(third);\n}\n")).toBe("1:a 2:a 4:a");
  });

  it("are nobody's after the file was deleted and came back by itself", () => {
    const writes = [write(null, "one\n", "a"), write("one\n", null, "b")];
    expect(owners(writes, "one\n")).toBe("");
  });

  it("are joined to ranges, one for each call", () => {
    const writes = [write(null, "1\n2\n", "a"), write("1\n2\n", "1\n2\n3\n4\n", "b")];
    expect(attributeLines("a.ts", writes, "1\n2\n3\n4\n")).toMatchObject([
      { startLine: 1, endLine: 2, toolCallId: "a" },
      { startLine: 3, endLine: 4, toolCallId: "b" },
    ]);
  });

  it("are attributed exactly when a call wrote them and they survived", () => {
    // Every line is written once in the world, so where it comes from is known without a diff.
    const edit = fc.record({ at: fc.nat(20), remove: fc.nat(4), add: fc.nat(4), byCall: fc.boolean() });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), fc.nat(5), (edits, initial) => {
        const author = new Map<string, string | null>();
        let lines = Array.from({ length: initial }, (_, index) => `start ${index}`);
        const writes: FileWrite[] = [];
        for (const [step, { at, remove, add, byCall }] of edits.entries()) {
          const added = Array.from({ length: add }, (_, index) => `step ${step} line ${index}`);
          for (const line of added) author.set(line, byCall ? `call ${step}` : null);
          const next = lines.toSpliced(Math.min(at, lines.length), remove, ...added);
          if (byCall) writes.push(write(toText(lines), toText(next), `call ${step}`));
          lines = next;
        }
        const expected = lines
          .flatMap((line, index) => (author.get(line) ? [`${index + 1}:${author.get(line)}`] : []))
          .join(" ");
        expect(owners(writes, toText(lines))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
