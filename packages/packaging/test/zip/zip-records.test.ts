import { expect, it } from "vitest";
import { centralRecord, endRecord } from "../../src/zip/zip-records.ts";

const entry = {
  name: Buffer.from("a"),
  mode: 0o100644,
  modified: new Date("2026-11-01T10:00:00Z"),
  crc32: 1,
  method: "stored",
  compressedSize: 2,
  size: 2,
} as const;

it("puts the offset of an entry beyond 4 GiB into a zip64 field", () => {
  const near = Buffer.from(centralRecord({ ...entry, offset: 0xffff_fffe }));
  expect([near.length, near.readUInt16LE(6), near.readUInt32LE(42)]).toEqual([47, 20, 0xffff_fffe]);
  const far = Buffer.from(centralRecord({ ...entry, offset: 5_000_000_000 }));
  expect([far.length, far.readUInt16LE(6), far.readUInt32LE(42), far.readUInt16LE(30)]).toEqual([
    59, 45, 0xffff_ffff, 12,
  ]);
  expect(far.readBigUInt64LE(51)).toBe(5_000_000_000n);
});

it("ends an archive beyond 4 GiB with a zip64 record", () => {
  const near = endRecord(1, 47, 100);
  expect(near.length).toBe(22);
  const far = Buffer.from(endRecord(1, 47, 5_000_000_000));
  expect(far.length).toBe(56 + 20 + 22);
  expect(far.readBigUInt64LE(48)).toBe(5_000_000_000n);
  expect(far.readBigUInt64LE(56 + 8)).toBe(5_000_000_047n);
});
