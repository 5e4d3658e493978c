import { KimiError } from "@kimi/contracts";
import type { z } from "zod";

/**
 * `value`, once it is sure that it can be read back: what no schema accepts must not enter the store.
 * @throws KimiError `internal` naming what is wrong.
 */
export function requireWritable<T>(schema: z.ZodType<T>, what: string, value: T): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new KimiError(
    "internal",
    `The run store was given ${what} that does not fit its schema: ${reasons.join("; ")}.`,
  );
}
