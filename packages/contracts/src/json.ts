import { z } from "zod";

/** Any value that survives `JSON.stringify` → `JSON.parse` unchanged. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Takes a {@link JsonValue} as it is; `undefined`, functions and dates are refused. */
// Whole conversations pass here with every request: `z.json()` tries six schemas on each value, and takes ten times as long.
export const jsonValueSchema: z.ZodType<JsonValue> = z.unknown().refine(isJsonValue, "Expected JSON");

function isJsonValue(value: unknown): value is JsonValue {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (value === null) return true;
  // Holes are `undefined` here.
  if (Array.isArray(value)) return Array.from<unknown>(value).every(isJsonValue);
  return (
    isPlain(value) &&
    Reflect.ownKeys(value).every((key) => typeof key === "string" && isJsonValue(Reflect.get(value, key)))
  );
}

/** Also where the object was made by another realm's `Object`. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
