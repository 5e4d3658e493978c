import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as contracts from "../src/index.ts";
import { runEvents } from "./run-events.ts";
import * as specimens from "./specimens.ts";

const schemas = Object.entries(contracts).flatMap(([name, value]): [string, z.ZodType][] =>
  value instanceof z.ZodType ? [[name, value]] : [],
);

describe("every exported schema", () => {
  it("is found by its name", () => {
    expect(schemas.length).toBeGreaterThan(50);
    expect(schemas.map(([name]) => name).filter((name) => !name.endsWith("Schema"))).toEqual([]);
  });

  it.each(schemas)("%s describes JSON and nothing else", (_name, schema) => {
    expect(() => z.toJSONSchema(schema)).not.toThrow();
  });

  it.each(schemas)("%s refuses keys it does not know, at every depth", (_name, schema) => {
    expect(listOpenObjects(z.toJSONSchema(schema, { io: "input" }), "")).toEqual([]);
  });
});

const stored: readonly (readonly [string, z.ZodType, unknown])[] = [
  ["a snapshot", contracts.snapshotSchema, specimens.snapshot],
  ["a requirement", contracts.requirementSchema, specimens.requirement],
  ["a document", contracts.sourceDocumentSchema, specimens.sourceDocument],
  ["a change set", contracts.changeSetSchema, specimens.changeSet],
  ["a command result", contracts.commandResultSchema, specimens.commandResult],
  ["a model call", contracts.modelCallSchema, specimens.modelCall],
  ["a recorded call", contracts.recordedCallSchema, specimens.recordedCall],
  ["a verdict with its evidence", contracts.evidenceReportSchema, specimens.evidenceReport],
  ["a trace", contracts.traceSchema, specimens.trace],
  ["a run", contracts.runRecordSchema, specimens.runRecord],
  ["an attempt", contracts.attemptRecordSchema, specimens.attemptRecord],
  ...Object.entries(runEvents).map(
    ([type, event]) => [`the event ${type}`, contracts.runEventSchema, event] as const,
  ),
];

describe("what is stored", () => {
  it.each(stored)("comes back as it was: %s", (_what, schema, value) => {
    expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
  });

  it.each(stored)("is refused with one member missing: %s", (_what, schema, value) => {
    const members = Object.entries(Object(value));
    const dispensable = members.filter(([key]) => {
      const rest = Object.fromEntries(members.filter(([name]) => name !== key));
      return schema.safeParse(rest).success;
    });
    expect(dispensable).toEqual([]);
  });

  it("is refused with one member too many", () => {
    const taken = stored.filter(
      ([, schema, value]) => schema.safeParse({ ...Object(value), more: 1 }).success,
    );
    expect(taken.map(([what]) => what)).toEqual([]);
  });
});

/** Paths of objects with named members that let others pass. A record names none. */
function listOpenObjects(node: unknown, path: string): string[] {
  if (typeof node !== "object" || node === null) return [];
  const open =
    "properties" in node && !("additionalProperties" in node && node.additionalProperties === false);
  return [
    ...(open ? [path] : []),
    ...Object.entries(node).flatMap(([key, value]) => listOpenObjects(value, `${path}/${key}`)),
  ];
}
