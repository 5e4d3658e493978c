import { assert, json, property } from "fast-check";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { jsonValueSchema } from "../src/index.ts";

it("takes whatever JSON can spell, as it is", () => {
  assert(
    property(json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(jsonValueSchema.parse(value)).toBe(value);
    }),
  );
  expect(jsonValueSchema.parse(Object.create(null))).toEqual({});
  expect(jsonValueSchema.parse(runInNewContext("({ a: [{}] })"))).toEqual({ a: [{}] });
});

it.each([
  ["undefined", undefined],
  ["no number", Number.NaN],
  ["infinity", -Infinity],
  ["a big integer", 1n],
  ["a symbol", Symbol("a")],
  ["a function", () => 1],
  ["a date", new Date(0)],
  ["a map", new Map()],
  ["bytes", new Uint8Array(1)],
  ["an object of a class", new URL("file:///")],
  ["a field under a symbol", { [Symbol("a")]: 1 }],
  ["a hole", Object.assign([], { length: 1 })],
])("refuses %s, however deep", (_, value) => {
  expect(jsonValueSchema.safeParse(value).success).toBe(false);
  expect(jsonValueSchema.safeParse({ a: [{ b: value }] }).success).toBe(false);
});
