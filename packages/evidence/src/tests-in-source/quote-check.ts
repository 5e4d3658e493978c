import { z } from "zod";

const checkFileSchema = z.looseObject({
  service: z.unknown().optional(),
  checks: z.array(z.looseObject({ name: z.string() })),
});

/** A check of a file as indented JSON, with the service it asks; `null` when there is none of that name. */
export function quoteCheck(text: string, name: string): string | null {
  const { service, checks = [] } = checkFileSchema.safeParse(parseJson(text)).data ?? {};
  const check = checks.find((each) => each.name === name);
  if (check === undefined) return null;
  return JSON.stringify(service === undefined ? check : { service, check }, null, 2);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
