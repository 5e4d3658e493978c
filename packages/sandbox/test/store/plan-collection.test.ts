import { KimiError } from "@kimi/contracts";
import { expect, it } from "vitest";
import { recordFolder } from "../../src/manifest/folder-record.ts";
import { planCollection } from "../../src/store/plan-collection.ts";

const record = recordFolder([]).bytes;

function planWith(read: (hash: string) => Buffer, { maxBytes = 1e6, recordBytes = 1 } = {}) {
  const snapshot = { bytes: 100, usedMs: 0, isPinned: false };
  const listed = ["first", "second", "third"].map((id) => ({ ...snapshot, id }));
  return planCollection(listed, { diskBytesOf: () => recordBytes, maxBytes, read });
}

it("gives up a snapshot of which something is damaged, unless it is pinned", () => {
  const plan = planWith((hash) => {
    if (hash === "first") throw new KimiError("workspace", "damaged");
    return record;
  });
  expect(plan).toEqual({ removed: ["first"], damaged: [], live: new Set(["second", "third"]) });
});

it("gives up none that cannot be read right now, and says what is in the way", () => {
  const error = Object.assign(new Error("too many open files"), { code: "EMFILE" });
  const read = (hash: string): Buffer => {
    if (hash === "first") throw error;
    return record;
  };
  expect(() => planWith(read)).toThrow(error);
});

it("gives up none where all of them take just what they may", () => {
  // Three times this is a little more than 301.
  const recordBytes = 1 / 3 + 1e-13;
  expect(planWith(() => record, { maxBytes: 301, recordBytes }).removed).toEqual([]);
  expect(planWith(() => record, { maxBytes: 300, recordBytes }).removed).toHaveLength(1);
});
