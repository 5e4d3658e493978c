import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { SparseWriter } from "../../src/disk/sparse-writer.ts";
import { memory, scratch } from "../support/scratch.ts";

it("writes the bytes it is given, in whatever pieces they come, and nothing for whole blocks of zeroes", () => {
  const path = join(scratch(memory), "file");
  const blocks = fc.array(fc.constantFrom(0, 0, 1), { minLength: 1, maxLength: 8 });
  const cuts = fc.array(fc.nat(8 * 4096), { maxLength: 6 });
  fc.assert(
    fc.property(blocks, fc.uint8Array({ maxLength: 3 }), cuts, (kinds, end, at) => {
      const content = Buffer.concat([...kinds.map((kind) => Buffer.alloc(4096, kind)), end]);
      const bounds = [
        0,
        ...at.filter((cut) => cut < content.length).toSorted((a, b) => a - b),
        content.length,
      ];
      const file = openSync(path, "w");
      const writer = new SparseWriter();
      for (const [which, bound] of bounds.slice(1).entries())
        writer.write(file, content.subarray(bounds[which], bound));
      writer.finish(file);
      closeSync(file);
      expect(readFileSync(path).equals(content)).toBe(true);
      const taken = kinds.filter((kind) => kind === 1).length + (end.some((byte) => byte !== 0) ? 1 : 0);
      expect(statSync(path).blocks).toBeLessThanOrEqual(taken * 8);
    }),
    { numRuns: 100 },
  );
});
