import { expect, it } from "vitest";
import { z } from "zod";
import { interpretSchemas } from "../src/interpret-schemas.ts";

it("schemas that are made from then on compile nothing, and parse as before", async () => {
  const before = z.config().jitless;
  try {
    await interpretSchemas();
    expect(z.config().jitless).toBe(true);
    expect(z.strictObject({ a: z.number() }).safeParse({ a: 1, b: 2 }).success).toBe(false);
  } finally {
    z.config({ jitless: before });
  }
});
