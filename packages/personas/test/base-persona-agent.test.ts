import type { AgentConfig, Handoff } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { BasePersonaAgent, CodingAgent, defaultPersonas } from "../src/index.ts";

const securityReviewSchema = z.object({ findings: z.array(z.string()) });

class SecurityReviewAgent extends BasePersonaAgent<typeof securityReviewSchema> {
  readonly outputSchema = securityReviewSchema;
  constructor(config: Partial<AgentConfig> = {}) {
    super({ name: "security-review", instructions: "…", tools: ["read_file", "search_text"], ...config });
  }
}

const nothing: Handoff = { documents: [], requirements: [], outputs: {}, changedPaths: [], failure: null };

describe("BasePersonaAgent", () => {
  it("fills in what a custom persona does not say", () => {
    const persona = new SecurityReviewAgent();
    expect(persona.role).toBe("custom");
    expect(persona.config).toEqual({
      name: "security-review",
      instructions: "…",
      model: null,
      tools: ["read_file", "search_text"],
      writes: "none",
      reasoningEffort: null,
      hostedTools: false,
      maxRepairs: 3,
    });
  });

  it("lets the caller have the last word", () => {
    expect(new SecurityReviewAgent({ name: "audit", maxRepairs: 0 }).config).toMatchObject({
      name: "audit",
      maxRepairs: 0,
    });
  });

  it("refuses a configuration that is not valid, and says where", () => {
    expect(() => new SecurityReviewAgent({ name: "Security Review", maxRepairs: 99 })).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringMatching(/name: .*maxRepairs: /u) }),
    );
  });

  it("refuses writing tools for a persona that writes nothing", () => {
    expect(() => new SecurityReviewAgent({ tools: ["apply_patch", "run_command"] })).toThrow(
      /lists apply_patch and writes "none"/u,
    );
    expect(() => new SecurityReviewAgent({ tools: ["apply_patch"], writes: "tests" })).not.toThrow();
  });
});

describe("defaultPersonas", () => {
  it("gives the four in the order of the pipeline, each with what it may write", () => {
    expect(defaultPersonas().map(({ config, role }) => [config.name, role, config.writes])).toEqual([
      ["requirements", "requirements", "none"],
      ["coding", "coding", "source"],
      ["testing", "testing", "tests"],
      ["documentation", "documentation", "none"],
    ]);
  });

  it("changes what is overridden and nothing else", () => {
    const [, usual] = defaultPersonas();
    const [, changed] = defaultPersonas({ coding: { model: "other" } });
    expect(changed?.config).toEqual({ ...usual?.config, model: "other" });
  });
});

describe("a task", () => {
  it("is to mend what failed, with the evidence, after a failed attempt", () => {
    const failure = {
      route: "coding" as const,
      summary: "1 of 2 criteria failed.",
      criteria: [
        { criterion: "REQ-1.1", reason: "The test failed.", test: "adds", message: "expected 5\ngot 4" },
      ],
      problems: ["sum.test.js does not load."],
    };
    const task = new CodingAgent().describeTask({
      ...nothing,
      outputs: { requirements: { summary: "known already" }, testing: { summary: "Two tests." } },
      changedPaths: ["sum.js"],
      failure,
    });
    expect(task).toBe(
      [
        'Result of testing:\n{"summary":"Two tests."}',
        "Changed in this run so far:\nsum.js",
        [
          "The attempt before was not enough: 1 of 2 criteria failed.",
          "- REQ-1.1: The test failed. (adds)",
          "    expected 5",
          "    got 4",
          "- sum.test.js does not load.",
        ].join("\n"),
        "Mend what the last attempt left wrong.",
      ].join("\n\n"),
    );
  });
});
