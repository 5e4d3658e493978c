import type { Redactor } from "@kimi/contracts";

/** A value of JSON's kinds with the secrets in all its texts replaced; names of members are our own and stay. */
export function redactDeeply<T>(value: T, redactor: Pick<Redactor, "redact">): T;
export function redactDeeply(value: unknown, redactor: Pick<Redactor, "redact">): unknown {
  if (typeof value === "string") return redactor.redact(value).text;
  if (Array.isArray(value)) return value.map((item: unknown) => redactDeeply(item, redactor));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [name, redactDeeply(member, redactor)]),
  );
}
