import {
  codingOutputSchema,
  documentationOutputSchema,
  requirementsOutputSchema,
  testingOutputSchema,
} from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toStrictJsonSchema } from "../../src/output/strict-json-schema.ts";

describe("toStrictJsonSchema", () => {
  it("keeps what the model must know and leaves out what only costs tokens", () => {
    const schema = z.object({
      count: z.int().nullable(),
      name: z.string().min(1).max(9).describe("a name"),
      kind: z.discriminatedUnion("type", [
        z.object({ type: z.literal("a") }),
        z.object({ type: z.literal("b"), ids: z.array(z.string().regex(/^R$/u)).min(1).readonly() }),
      ]),
    });
    const object = (properties: object, ...required: string[]) => ({
      type: "object",
      properties,
      required,
      additionalProperties: false,
    });
    expect(toStrictJsonSchema(schema, "x")).toEqual(
      object(
        {
          count: { type: ["integer", "null"] },
          name: { type: "string", description: "a name" },
          kind: {
            anyOf: [
              object({ type: { type: "string", const: "a" } }, "type"),
              object(
                {
                  type: { type: "string", const: "b" },
                  ids: { type: "array", minItems: 1, items: { type: "string", pattern: "^R$" } },
                },
                "type",
                "ids",
              ),
            ],
          },
        },
        "count",
        "name",
        "kind",
      ),
    );
  });

  it.each([
    ["requirements", requirementsOutputSchema],
    ["coding", codingOutputSchema],
    ["testing", testingOutputSchema],
    ["documentation", documentationOutputSchema],
  ])("takes the output schema of %s", (_name, schema) => {
    expect(toStrictJsonSchema(schema, "x").type).toBe("object");
  });

  it.each([
    [
      "an optional member",
      z.object({ a: z.object({ b: z.string().optional() }) }),
      'member "b" at /properties/a',
    ],
    ["a record", z.object({ a: z.record(z.string(), z.string()) }), "arbitrary members at /properties/a"],
    ["further members", z.looseObject({ a: z.string() }), "arbitrary members at the root"],
    ["no object at the root", z.array(z.string()), "no object at the root"],
    ["a transform", z.object({ a: z.string().transform(Number) }), "Transforms cannot be represented"],
  ])("refuses %s and says where", (_name, schema, place) => {
    expect(() => toStrictJsonSchema(schema, "the output schema of x")).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining(place) }),
    );
  });
});
