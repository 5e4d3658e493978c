import { randomBytes } from "node:crypto";
import type { Random } from "@kimi/contracts";

/** Randomness of the machine. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
