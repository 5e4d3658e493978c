import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  BasePersonaAgent,
  CodingAgent,
  DocumentationAgent,
  RequirementsAgent,
  TestingAgent,
} from "../src/index.ts";
import { personaConformance } from "../src/testing/index.ts";

const reviewSchema = z.object({
  findings: z.array(z.object({ path: z.string(), line: z.int().nullable() })),
});

class ReviewAgent extends BasePersonaAgent<typeof reviewSchema> {
  readonly outputSchema = reviewSchema;
  constructor() {
    super({ name: "review", instructions: "Review the code.", tools: ["read_file"] });
  }
}

const cases = [
  {
    createPersona: () => new RequirementsAgent(),
    validOutput: {
      summary: "",
      requirements: [
        {
          id: "REQ-1",
          title: "Sum",
          statement: "It adds.",
          priority: "must",
          citations: [{ document: "plan.md", section: "S1", quotation: "It adds." }],
          criteria: [{ id: "REQ-1.1", text: "When given 2 and 3, it shall return 5." }],
        },
      ],
      openQuestions: [],
    },
  },
  {
    createPersona: () => new CodingAgent(),
    validOutput: {
      summary: "Added sum.",
      changes: [{ path: "sum.js", requirements: ["REQ-1"], rationale: "" }],
      notes: [],
    },
  },
  {
    createPersona: () => new TestingAgent(),
    validOutput: {
      summary: "One test.",
      suites: [{ runner: "node-test", files: ["test/sum.test.js"] }],
      supportFiles: [],
      bindings: [{ criterion: "REQ-1.1", file: "test/sum.test.js", test: "adds" }],
    },
  },
  {
    createPersona: () => new DocumentationAgent(),
    validOutput: {
      readme: "# Sum",
      sections: [{ requirement: "REQ-1", heading: "Sum", markdown: "It adds." }],
      commands: { install: null, build: null, test: "node --test", run: null },
      mentionedPaths: ["sum.js"],
    },
  },
  { createPersona: () => new ReviewAgent(), validOutput: { findings: [{ path: "a.ts", line: null }] } },
];

describe.each(cases)("$createPersona", (options) => {
  it.each(personaConformance(options))("$name", async (check) => {
    await check.run();
    expect.assertions(0);
  });
});
