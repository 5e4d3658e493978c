import * as fc from "fast-check";
import { expect, it } from "vitest";
import { OutputCapture } from "../../src/commands/output-capture.ts";

it("keeps everything within the limit, however it arrives", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.array(fc.nat(40)), (text, cuts) => {
      const capture = new OutputCapture(4096);
      const bytes = Buffer.from(text);
      let at = 0;
      for (const cut of cuts) capture.add(bytes.subarray(at, (at += cut)));
      capture.add(bytes.subarray(at));
      expect(capture.finish()).toEqual({ text, totalBytes: bytes.length });
    }),
  );
});

it("keeps head and tail beyond it, says how much is missing, and cuts no character in two", () => {
  const capture = new OutputCapture(11);
  capture.add(Buffer.from("aaaaaé"));
  capture.add(Buffer.from("x".repeat(100)));
  capture.add(Buffer.from("énd"));
  expect(capture.finish()).toEqual({ text: "aaaaa\n[… 100 bytes left out …]\nxénd", totalBytes: 111 });
});

it("holds no more than a few times the limit in memory", () => {
  const capture = new OutputCapture(1000);
  const piece = Buffer.alloc(65_536, "x");
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 2000; count += 1) capture.add(piece);
  expect(capture.finish().text.length).toBeLessThan(1100);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});
