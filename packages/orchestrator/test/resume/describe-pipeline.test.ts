import type { AgentConfig } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { assertSameStages, comparePipelines, describePipeline } from "../../src/resume/describe-pipeline.ts";

function persona(name: string, changes: Partial<AgentConfig> = {}) {
  const config: AgentConfig = {
    name,
    instructions: "Do it.",
    model: null,
    tools: [],
    writes: "none",
    reasoningEffort: null,
    hostedTools: false,
    maxRepairs: 3,
    ...changes,
  };
  return { role: "custom", config } as const;
}

const before = describePipeline([persona("one"), persona("two")]);
const stored = Buffer.from(JSON.stringify(before));

describe("a pipeline that is not the one a run began with", () => {
  it("is explained where a persona has another configuration", () => {
    const now = describePipeline([persona("one"), persona("two", { instructions: "Do it well." })]);
    expect(comparePipelines(stored, now)).toEqual([
      "The persona two has another configuration than when the run began.",
    ]);
    expect(() => assertSameStages(stored, now)).not.toThrow();
  });

  it("is refused where its stages are others, since a checkpoint names them by place", () => {
    const now = describePipeline([persona("one"), persona("review"), persona("two")]);
    expect(() => assertSameStages(stored, now)).toThrow(
      /stages were one → two, and those here are one → review → two/,
    );
    expect(comparePipelines(stored, now)).toEqual([
      "The stages were one → two and are one → review → two now.",
    ]);
  });

  it("is no other when nothing changed, and none is known of a run that stopped at once", () => {
    expect(comparePipelines(stored, before)).toEqual([]);
    expect(() => assertSameStages(null, before)).not.toThrow();
  });
});
