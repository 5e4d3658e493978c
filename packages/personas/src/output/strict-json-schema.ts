import { KimiError } from "@kimi/contracts";
import { z } from "zod";

const objectSchema = z.looseObject({
  type: z.literal("object"),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
  required: z.array(z.string()),
  additionalProperties: z.literal(false),
});

const membersSchema = z.record(z.string(), z.unknown());
const namesSchema = z.array(z.unknown()).catch([]);

/** The root of a JSON schema that endpoints accept in strict mode. */
export type StrictJsonSchema = z.infer<typeof objectSchema>;

/** Keywords that strict mode does not know, or that cost tokens and say nothing; our own parse still checks them. */
const leftOut = ["minLength", "maxLength", "readOnly", "default", "format"];

/**
 * The JSON schema of `schema` within what strict structured output allows: an object at the root, every member required
 * (absence is `null`), no further members.
 * @param subject Names the schema in the error, for example `the output schema of "review"`.
 * @throws KimiError `usage` naming the place that strict mode does not allow.
 */
export function toStrictJsonSchema(schema: z.ZodType, subject: string): StrictJsonSchema {
  const json = convert(schema, subject);
  const complaint = findLooseness(json, "");
  const root = objectSchema.safeParse({ properties: {}, required: [], ...json });
  if (complaint === null && root.success) return root.data;
  throw new KimiError(
    "usage",
    `Found in ${subject}: ${complaint ?? "no object at the root"}. Expected z.object or z.strictObject at the root, .nullable() instead of .optional(), and no z.record.`,
  );
}

function convert(schema: z.ZodType, subject: string): Record<string, unknown> {
  try {
    const { $schema: _version, ...json } = z.toJSONSchema(schema, {
      override: ({ jsonSchema }) => {
        for (const keyword of leftOut) Reflect.deleteProperty(jsonSchema, keyword);
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        if (jsonSchema.oneOf !== undefined) {
          jsonSchema.anyOf = jsonSchema.oneOf;
          delete jsonSchema.oneOf;
        }
      },
    });
    return json;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KimiError(
      "usage",
      `Found in ${subject}: ${reason}. Expected a schema that JSON Schema can express.`,
      { cause },
    );
  }
}

function findLooseness(node: unknown, path: string): string | null {
  if (Array.isArray(node)) return firstOf(node.map((item, index) => findLooseness(item, `${path}/${index}`)));
  const object = membersSchema.safeParse(node);
  if (!object.success) return null;
  const { type, properties, required, additionalProperties } = object.data;
  const place = path === "" ? "the root" : path;
  if (type === "object" && additionalProperties !== false)
    return `an object with arbitrary members at ${place}`;
  const names = Object.keys(membersSchema.safeParse(properties).data ?? {});
  const always = new Set(namesSchema.parse(required));
  const optional = type === "object" ? names.find((name) => !always.has(name)) : undefined;
  if (optional !== undefined) return `the optional member "${optional}" at ${place}`;
  return firstOf(Object.entries(object.data).map(([key, value]) => findLooseness(value, `${path}/${key}`)));
}

function firstOf(complaints: readonly (string | null)[]): string | null {
  return complaints.find((complaint) => complaint !== null) ?? null;
}
