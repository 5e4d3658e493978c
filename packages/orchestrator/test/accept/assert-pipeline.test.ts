import type { Persona, PersonaRole } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assertPipeline } from "../../src/accept/assert-pipeline.ts";

const persona = (role: PersonaRole, name: string = role): Persona => ({
  role,
  outputSchema: z.unknown(),
  config: {
    name,
    instructions: "x",
    model: null,
    tools: [],
    writes: "none",
    reasoningEffort: null,
    hostedTools: false,
    maxRepairs: 1,
  },
  run: () => Promise.reject(new Error("not run here")),
});

describe("assertPipeline", () => {
  it("takes the judged roles in order, with others anywhere", () => {
    const personas = [
      persona("custom", "intake"),
      persona("requirements"),
      persona("coding"),
      persona("custom", "review"),
      persona("testing"),
      persona("documentation"),
    ];
    expect(() => assertPipeline(personas)).not.toThrow();
    expect(() => assertPipeline(personas.slice(0, -1))).not.toThrow();
  });

  it.each<[string, readonly Persona[]]>([
    ["nothing", []],
    ["no testing", [persona("requirements"), persona("coding")]],
    ["testing before coding", [persona("requirements"), persona("testing"), persona("coding")]],
    [
      "two coding personas",
      [persona("requirements"), persona("coding"), persona("coding", "more"), persona("testing")],
    ],
  ])("refuses %s", (_, personas) => {
    expect(() => assertPipeline(personas)).toThrow(/expected one each of requirements, coding, testing/);
  });

  it("refuses a name that is used twice", () => {
    const personas = [
      persona("requirements"),
      persona("coding"),
      persona("testing"),
      persona("custom", "coding"),
    ];
    expect(() => assertPipeline(personas)).toThrow(/named "coding"/);
  });
});
