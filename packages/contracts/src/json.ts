import { z } from "zod";

/** Any value that survives `JSON.stringify` → `JSON.parse` unchanged. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Parses a {@link JsonValue}; `undefined`, functions and dates are refused. */
export const jsonValueSchema: z.ZodType<JsonValue> = z.json();
