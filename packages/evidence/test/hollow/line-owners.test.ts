import type { FileWrite } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { LineOwners } from "../../src/hollow/line-owners.ts";
import type { SourceMutation } from "../../src/hollow/source-mutation.ts";

const path = "src/a.js";
const before = "const old = 1;\n";
const first = `${before}function add(a, b) {\n  return a + b;\n}\n`;
const second = first.replace("  return", "  if (a < 0) return 0;\n  return");

function write(text: readonly [string | null, string], requirements: readonly string[]): FileWrite {
  const [old, after] = text;
  return { path, before: old, after, requirements, stage: "coding", attempt: 1, toolCallId: "c" };
}

function take(text: string, part: string, kind: SourceMutation["kind"] = "logic"): SourceMutation {
  const start = text.indexOf(part);
  return { path, scope: "add", kind, label: part, edit: { start, end: start + part.length, text: "" } };
}

const writes = [write([before, first], ["REQ-1"]), write([first, second], ["REQ-2"])];
const owners = new LineOwners([{ path, before, after: second }], writes);

describe("what a mutation takes away", () => {
  it("serves the requirement that the call which wrote the line named", () => {
    const guard = take(second, "a < 0");
    expect([owners.servesOnly(guard, "REQ-2"), owners.servesOnly(guard, "REQ-1")]).toEqual([true, false]);
    expect(owners.servesOnly(take(second, "a + b"), "REQ-1")).toBe(true);
  });

  it("serves several where calls for several wrote it, and none of them alone", () => {
    const whole = take(second, second.slice(before.length), "absent");
    for (const id of ["REQ-1", "REQ-2"]) {
      expect([owners.servesOnly(whole, id), owners.servesAlso(whole, id)]).toEqual([false, true]);
    }
    expect(owners.servesAlso(whole, "REQ-3")).toBe(false);
  });

  it("is not told by brackets", () => {
    const closing = second.replace("}\n", "  }\n");
    const moved = new LineOwners(
      [{ path, before, after: closing }],
      [write([before, first], ["REQ-1"]), write([first, closing.replace(/.*< 0.*\n/, "")], ["REQ-2"])],
    );
    expect(
      moved.servesOnly(take(closing, closing.slice(closing.indexOf("function")), "absent"), "REQ-1"),
    ).toBe(true);
  });

  it("may serve every requirement where no call accounts for it", () => {
    const byCommand = new LineOwners([{ path, before, after: second }], [writes[0]!]);
    expect(byCommand.servesOnly(take(second, "a < 0"), "REQ-7")).toBe(true);
    expect(
      new LineOwners([{ path, before, after: second }], []).servesOnly(take(second, "a + b"), "REQ-7"),
    ).toBe(true);
  });

  it("is judged by the calls that wrote its file where it stands on no line any more", () => {
    const put = { ...take(second, "function"), kind: "removed" as const };
    expect([owners.servesOnly(put, "REQ-2"), owners.servesOnly(put, "REQ-3")]).toEqual([true, false]);
    const untouched = take(second, "const old = 1;");
    expect([owners.servesOnly(untouched, "REQ-1"), owners.servesOnly(untouched, "REQ-3")]).toEqual([
      true,
      false,
    ]);
  });
});
