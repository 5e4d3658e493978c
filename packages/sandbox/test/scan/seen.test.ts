import type { Stats } from "node:fs";
import { assert, bigInt, oneof, property, tuple } from "fast-check";
import { expect, it } from "vitest";
import { roundToMicroseconds, toMicroseconds } from "../../src/scan/seen.ts";

const nanoseconds = 1_000_000_000n;

/** As `node:fs` makes of a time what it gives in milliseconds. */
function look(mtimeNs: bigint): Pick<Stats, "mtimeMs"> {
  const seconds = mtimeNs / nanoseconds - (mtimeNs % nanoseconds < 0n ? 1n : 0n);
  return { mtimeMs: Number(seconds) * 1000 + Number(mtimeNs - seconds * nanoseconds) / 1e6 };
}

it("rounds a time to microseconds as its nanoseconds do, however near it is to the middle between two", () => {
  const instants = bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
  const middles = bigInt({ min: 0n, max: 4_000_000_000_000_000n }).map((us) => us * 1000n + 500n);
  const near = tuple(middles, bigInt({ min: -300n, max: 300n })).map(([middle, off]) => middle + off);
  assert(
    property(oneof(instants, near), (mtimeNs) => {
      const exact = { mtimeNs };
      expect(toMicroseconds(look(mtimeNs), () => exact)).toBe(roundToMicroseconds(exact));
    }),
    { numRuns: 20_000 },
  );
});

it("looks again for few of the times that are no middle", () => {
  let looks = 0;
  for (let us = 1_700_000_000_000_000n; us < 1_700_000_000_001_000n; us += 1n) {
    const mtimeNs = us * 1000n + 100n;
    toMicroseconds(look(mtimeNs), () => {
      looks += 1;
      return { mtimeNs };
    });
  }
  expect(looks).toBe(0);
});
