import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uuidV7, type Clock, type Random } from "../../src/index.ts";

const clockAt = (milliseconds: number): Clock => ({ now: () => new Date(milliseconds), elapsedMs: () => 0 });
const randomOf = (bytes: Uint8Array): Random => ({ bytes: (count) => bytes.slice(0, count) });

/** All instants that fit the 48 bits and that a Date can hold. */
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe("uuidV7", () => {
  it("gives the example of RFC 9562, appendix A.6", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(clockAt(0x01_7f_22_e2_79_b0), randomOf(random))).toBe(
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    );
  });

  it("has version 7 and the variant of the RFC, whatever the randomness", () => {
    fc.assert(
      fc.property(instant, tenBytes, (milliseconds, bytes) => {
        expect(uuidV7(clockAt(milliseconds), randomOf(bytes))).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  it("begins with the milliseconds of the clock", () => {
    fc.assert(
      fc.property(instant, tenBytes, (milliseconds, bytes) => {
        const id = uuidV7(clockAt(milliseconds), randomOf(bytes));
        expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(milliseconds);
      }),
    );
  });

  it("sorts as text in the order of time", () => {
    fc.assert(
      fc.property(instant, instant, tenBytes, tenBytes, (one, other, bytes, otherBytes) => {
        fc.pre(one < other);
        expect(uuidV7(clockAt(one), randomOf(bytes)) < uuidV7(clockAt(other), randomOf(otherBytes))).toBe(
          true,
        );
      }),
    );
  });

  it("keeps all of the randomness but the six bits of version and variant", () => {
    fc.assert(
      fc.property(tenBytes, fc.integer({ min: 0, max: 79 }), (bytes, bit) => {
        const fixed = [0, 1, 2, 3, 16, 17];
        fc.pre(!fixed.includes(bit));
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        expect(uuidV7(clockAt(1), randomOf(flipped))).not.toBe(uuidV7(clockAt(1), randomOf(bytes)));
      }),
    );
  });
});
