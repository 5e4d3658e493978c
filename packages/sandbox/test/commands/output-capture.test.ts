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

it("keeps exactly the first and the last bytes, however they arrive", () => {
  const pieces = fc.array(
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes.map((byte) => 97 + (byte % 26)))),
  );
  fc.assert(
    fc.property(pieces, fc.integer({ min: 0, max: 40 }), (given, limit) => {
      const capture = new OutputCapture(limit);
      for (const piece of given) capture.add(piece);
      const whole = Buffer.concat(given).toString();
      const [head, tail] = [Math.ceil(limit / 2), Math.floor(limit / 2)];
      const missing = whole.length - head - tail;
      const cut = `${whole.slice(0, head)}\n[… ${missing} bytes left out …]\n${whole.slice(whole.length - tail)}`;
      expect(capture.finish()).toEqual({ text: missing > 0 ? cut : whole, totalBytes: whole.length });
    }),
  );
});

it("holds no more than the limit in memory", () => {
  const capture = new OutputCapture(1000);
  const piece = Buffer.alloc(65_536, "x");
  capture.add(piece);
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 16_384; count += 1) capture.add(piece);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000);
  expect(capture.finish().totalBytes).toBe(65_536 * 16_385);
});
