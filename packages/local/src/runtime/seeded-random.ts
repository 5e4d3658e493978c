import { createHash } from "node:crypto";
import type { Random } from "@kimi/contracts";

/** The same bytes in the same order for the same seed: SHA-256 in counter mode. Not for secrets. */
export function createSeededRandom(seed: number): Random {
  let counter = 0;
  let pool = Buffer.alloc(0);
  return {
    bytes(count) {
      while (pool.length < count) {
        pool = Buffer.concat([pool, createHash("sha256").update(`${seed}:${counter++}`).digest()]);
      }
      const taken = pool.subarray(0, count);
      pool = pool.subarray(count);
      return taken;
    },
  };
}
