import { expect, it } from "vitest";
import { z } from "zod";
import { defaultPersonas } from "../../src/index.ts";

const personasSchema = z.array(z.object({ config: z.object({ instructions: z.string() }) }));

it("finds the prompts beside the build", async () => {
  const built: { defaultPersonas(): unknown } = await import(
    new URL("../../dist/index.js", import.meta.url).href
  );
  const instructions = personasSchema.parse(built.defaultPersonas()).map(({ config }) => config.instructions);
  expect(instructions).toEqual(defaultPersonas().map(({ config }) => config.instructions));
});
