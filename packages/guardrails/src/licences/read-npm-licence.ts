import { z } from "zod";
import { normaliseLicence } from "./normalise-licence.ts";

const typedSchema = z.looseObject({ type: z.string() });
/** `"MIT"`, or as packages of long ago wrote it, `{ "type": "MIT", "url": "…" }` and lists of either. */
const declaredSchema = z
  .union([z.string(), typedSchema.transform(({ type }) => type)])
  .transform((text) => [text])
  .or(z.array(z.union([z.string(), typedSchema.transform(({ type }) => type)])));

const manifestSchema = z.looseObject({
  license: declaredSchema.optional().catch(undefined),
  licenses: declaredSchema.optional().catch(undefined),
});

/** The SPDX expression that a `package.json` declares; of several licences in a list, one may be chosen. */
export function readNpmLicence(manifest: unknown): string | null {
  const { license, licenses } = manifestSchema.safeParse(manifest).data ?? {};
  const declared = (license ?? licenses ?? []).map((text) => text.trim()).filter((text) => text !== "");
  const [first] = declared;
  if (first === undefined) return null;
  return declared.length === 1
    ? normaliseLicence(first)
    : `(${declared.map((text) => normaliseLicence(text)).join(" OR ")})`;
}
