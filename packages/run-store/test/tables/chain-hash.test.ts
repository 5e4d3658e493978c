import * as fc from "fast-check";
import { expect, it } from "vitest";
import { chainHash, chainStart } from "../../src/tables/chain-hash.ts";

it("differs whenever any part of the link differs", () => {
  const link = fc.record({
    runId: fc.string(),
    sequence: fc.integer({ min: 1 }),
    at: fc.string(),
    text: fc.string(),
  });
  fc.assert(
    fc.property(link, link, (a, b) => {
      const same = a.runId === b.runId && a.sequence === b.sequence && a.at === b.at && a.text === b.text;
      expect(chainHash(chainStart, a) === chainHash(chainStart, b)).toBe(same);
    }),
  );
});

it("depends on what came before", () => {
  const link = { runId: "r", sequence: 1, at: "t", text: "{}" };
  expect(chainHash("1".repeat(64), link)).not.toBe(chainHash(chainStart, link));
});
