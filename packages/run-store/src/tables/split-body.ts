import type { JsonValue } from "@kimi/contracts";

/** A request's body in two parts: its conversation, which grows from turn to turn, and the rest, which hardly changes. */
export interface SplitBody {
  /** The body with `null` for its conversation, so that the order of its fields is kept. */
  readonly rest: JsonValue;
  /** `null` when the body has no conversation that could be taken out. */
  readonly input: readonly JsonValue[] | null;
}

/** Takes the conversation, the field `input`, out of a body. */
export function splitBody(body: JsonValue): SplitBody {
  if (!isObject(body)) return { rest: body, input: null };
  const input = body["input"];
  if (!isArray(input) || input.length === 0) return { rest: body, input: null };
  return { rest: withInput(body, null), input };
}

/** The body that was split. */
export function joinBody({ rest, input }: SplitBody): JsonValue {
  return input === null || !isObject(rest) ? rest : withInput(rest, input);
}

type JsonObject = { readonly [key: string]: JsonValue };

// Through entries, since a field called `__proto__` must stay a field.
function withInput(body: JsonObject, input: JsonValue): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, key === "input" ? input : value]),
  );
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value);
}

/** `Array.isArray` does not narrow readonly arrays out of a union. */
function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
