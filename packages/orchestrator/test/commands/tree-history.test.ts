import { expect, it } from "vitest";
import { TreeHistory } from "../../src/commands/tree-history.ts";

const [a, b] = ["a".repeat(64), "b".repeat(64)];
const write = (path: string, text: string) => ({ kind: "write", path, content: Buffer.from(text) }) as const;

it("is the same for the same state, however the tree came to it", () => {
  const went = new TreeHistory(a);
  went.edit([write("x", "1")]);
  went.command("make");
  went.reach(b);
  expect(went.hash).toBe(new TreeHistory(b).hash);
  expect(went.isAt(b)).toBe(true);
  expect(went.isAt(a)).toBe(false);
});

it.each([
  ["content", [write("x", "1")], [write("x", "2")]],
  ["path", [write("x", "1")], [write("y", "1")]],
  ["mode", [write("x", "1")], [{ ...write("x", "1"), mode: 0o755 }]],
  ["kind", [write("x", "")], [{ kind: "delete", path: "x" } as const]],
  ["order", [write("x", "1"), write("x", "2")], [write("x", "2"), write("x", "1")]],
  ["number", [write("x", "1")], [write("x", "1"), write("x", "1")]],
])("tells edits apart that differ in %s", (_, one, other) => {
  const [left, right] = [new TreeHistory(a), new TreeHistory(a)];
  left.edit(one);
  right.edit(other);
  expect(left.hash).not.toBe(right.hash);
  expect(left.isAt(a)).toBe(false);
});

it("tells commands and overlays apart", () => {
  const after = (change: (history: TreeHistory) => void): string => {
    const history = new TreeHistory(a);
    change(history);
    return history.hash;
  };
  const all = [
    after((one) => one.command("make")),
    after((one) => one.command("make test")),
    after((one) => one.overlay(b, ["x"])),
    after((one) => one.overlay(b, ["x", "y"])),
    after((one) => one.overlay(a, ["x"])),
  ];
  expect(new Set(all).size).toBe(all.length);
});
