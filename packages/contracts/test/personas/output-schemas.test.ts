import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  codingOutputSchema,
  documentationOutputSchema,
  requirementsOutputSchema,
  testingOutputSchema,
} from "../../src/index.ts";

const schemas = {
  RequirementsOutput: requirementsOutputSchema,
  CodingOutput: codingOutputSchema,
  TestingOutput: testingOutputSchema,
  DocumentationOutput: documentationOutputSchema,
};

/** What of a JSON schema is of interest here; everything else is only walked through. */
const nodeSchema = z.looseObject({
  type: z.unknown(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
});

describe.each(Object.entries(schemas))(
  "%s, as endpoints with structured output accept it,",
  (_name, schema) => {
    const json = z.toJSONSchema(schema);

    it("is an object at the root", () => {
      expect(json.type).toBe("object");
    });

    it("requires every member of every object and allows no other", () => {
      const objects = listNodes(json).filter(({ type }) => type === "object");
      expect(objects.length).toBeGreaterThan(0);
      for (const { properties = {}, required, additionalProperties } of objects) {
        expect(additionalProperties).toBe(false);
        expect(required?.toSorted()).toEqual(Object.keys(properties).toSorted());
        expect(Object.keys(properties).length).toBeGreaterThan(0);
      }
    });

    it("has no tuples", () => {
      expect(listNodes(json).filter((node) => "prefixItems" in node)).toEqual([]);
    });

    it("gives out what it takes in: no transforms, no defaults", () => {
      expect(z.toJSONSchema(schema, { io: "input" })).toEqual(json);
    });
  },
);

it("notices each of the things that it forbids", () => {
  const loose = z.toJSONSchema(
    z.strictObject({ maybe: z.string().optional(), any: z.record(z.string(), z.string()) }),
  );
  const [root, record] = listNodes(loose).filter(({ type }) => type === "object");
  expect(root?.required).not.toContain("maybe");
  expect(record?.additionalProperties).not.toBe(false);
});

it("a criterion without any requirement cannot be submitted", () => {
  expect(
    requirementsOutputSchema.safeParse({ summary: "", requirements: [], openQuestions: [] }).success,
  ).toBe(false);
});

/** Every object within a JSON schema, the schema itself first. */
function listNodes(value: unknown): z.infer<typeof nodeSchema>[] {
  if (Array.isArray(value)) return value.flatMap(listNodes);
  if (typeof value !== "object" || value === null) return [];
  const node = nodeSchema.safeParse(value);
  return [...(node.success ? [node.data] : []), ...Object.values(value).flatMap(listNodes)];
}
