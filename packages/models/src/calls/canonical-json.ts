import { createHash } from "node:crypto";
import type { JsonValue } from "@kimi/contracts";

/** What `JSON.stringify` would write of `value`, as a value: no functions, no `undefined`, no class instances. */
export function toJsonValue(value: unknown): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((item) => toJsonValue(item));
  if (typeof value !== "object") return null;
  const entries = Object.entries(value).filter(
    ([, field]) => field !== undefined && typeof field !== "function",
  );
  return Object.fromEntries(entries.map(([key, field]) => [key, toJsonValue(field)]));
}

/** JSON text that is equal for equal values: object keys sorted by UTF-16 code units (as RFC 8785 does), no spaces. */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  const fields = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

/** Hex SHA-256 of the canonical JSON of `value`. */
export function hashJson(value: JsonValue): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** `Array.isArray` does not narrow readonly arrays out of a union. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
