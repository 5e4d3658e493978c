import type { JsonValue } from "@kimi/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, hashJson, toJsonValue } from "../../src/calls/canonical-json.ts";

const json = fc.jsonValue().map((value) => toJsonValue(JSON.parse(JSON.stringify(value))));

test("canonical JSON parses back to the same value", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
  );
});

test("the order of keys makes no difference", () => {
  function reversed(value: JsonValue): JsonValue {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => reversed(item));
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, field]) => [key, reversed(field)]),
    );
  }
  fc.assert(
    fc.property(json, (value) => {
      expect(hashJson(reversed(value))).toBe(hashJson(value));
    }),
  );
});

test("a hash is the SHA-256 of the canonical text", () => {
  expect(canonicalJson({ b: [1, null], a: "x" })).toBe('{"a":"x","b":[1,null]}');
  // printf '%s' '{"a":"x","b":[1,null]}' | sha256sum
  expect(hashJson({ b: [1, null], a: "x" })).toBe(
    "a8d71f64d3dc772b9eb4e657b383397a3aadf01d32947e3bc05925eaf48e41bf",
  );
});

test("what JSON does not know is left out", () => {
  expect(toJsonValue({ a: undefined, b: () => 1, c: Number.NaN, d: [undefined] })).toEqual({
    c: null,
    d: [null],
  });
});
