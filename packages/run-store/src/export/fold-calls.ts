import { createHash } from "node:crypto";
import type { JsonValue, ModelCall } from "@kimi/contracts";
import { splitBody } from "../tables/split-body.ts";

/** Model calls whose requests name what they share, and what they name. */
export interface FoldedCalls {
  readonly calls: readonly JsonValue[];
  /** `{ hash, value }`, each once: an item of a conversation, or what surrounds one. */
  readonly parts: readonly JsonValue[];
}

/** The conversation of a call that was folded before. */
interface Told {
  readonly index: number;
  readonly hashes: readonly string[];
}

/**
 * Calls as they leave with an exported run. A request repeats the conversation before it, so in full a record would grow
 * with the square of the turns: here a call says which earlier one it goes on from, and adds its own items.
 */
export function foldCalls(calls: readonly ModelCall[]): FoldedCalls {
  const parts = new Map<string, JsonValue>();
  const hashes = new WeakMap<object, string>();
  const name = (value: JsonValue): string => {
    const known = typeof value === "object" && value !== null ? hashes.get(value) : undefined;
    if (known !== undefined) return known;
    const hash = createHash("sha256").update(JSON.stringify(value)).digest("hex");
    if (typeof value === "object" && value !== null) hashes.set(value, hash);
    if (!parts.has(hash)) parts.set(hash, value);
    return hash;
  };
  const lastOf = new Map<string, Told>();
  const folded = calls.map(({ request, answer, failure }, index): JsonValue => {
    const { position, model, hash, body } = request;
    const { rest, input } = splitBody(body);
    const items = input?.map(name) ?? [];
    const key = JSON.stringify([position.stage, position.attempt]);
    const before = lastOf.get(key);
    const goesOn = before !== undefined && before.hashes.every((one, place) => one === items[place]);
    lastOf.set(key, { index, hashes: items });
    return {
      request: {
        position,
        model,
        hash,
        rest: name(rest),
        input:
          input === null
            ? null
            : { after: goesOn ? before.index : null, items: items.slice(goesOn ? before.hashes.length : 0) },
      },
      answer,
      failure,
    };
  });
  return { calls: folded, parts: [...parts].map(([hash, value]) => ({ hash, value })) };
}
