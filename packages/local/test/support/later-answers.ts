import type { AgentOutputItem } from "@kimi/contracts";
import { callTool, submit, type HandwrittenAnswers } from "@kimi/models/testing";
import { coded } from "../../src/testing/greeting-answers.ts";

/** The greeting by name shouts now, strangers are no longer spoken of, and farewells are new. */
export const laterPlan = `# Greeting

## Farewell

The function part must return "Bye, <name>." for a name.

## Welcome

The function greet must return "HELLO, <name>!" for a name.
`;

/** The ids are all a model's whim: the new requirement takes that of the greeting, the greeting one that is new. */
const laterRequirements: AgentOutputItem = submit({
  summary: "REQ-1 parts, REQ-9 greets.",
  requirements: [
    {
      id: "REQ-1",
      title: "Farewell by name",
      statement: "part returns Bye, <name>. and is the counterpart of REQ-9",
      priority: "must",
      citations: [{ document: "plan.md", section: "S2", quotation: 'must return "Bye, <name>." for a name' }],
      criteria: [{ id: "REQ-1.1", text: "When part is called with Ada, it shall return Bye, Ada." }],
    },
    {
      id: "REQ-9",
      title: "Greeting by name",
      statement: "greet returns HELLO, <name>!",
      priority: "must",
      citations: [
        { document: "plan.md", section: "S3", quotation: 'must return "HELLO, <name>!" for a name' },
      ],
      criteria: [{ id: "REQ-9.1", text: "When greet is called with Ada, it shall return HELLO, Ada!" }],
    },
  ],
  openQuestions: [],
});

const write = (path: string, text: string, served: readonly string[]) =>
  callTool("write_file", { path, text, requirements: [...served] });

const laterTests = `import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../src/greet.js";

test("greets by name", () => {
  assert.equal(greet("Ada"), "HELLO, Ada!");
  assert.equal(greet("Bo"), "HELLO, Bo!");
});

test("parts by name", async () => {
  const { part } = await import("../src/part.js").catch(() => ({}));
  assert.equal(typeof part, "function");
  assert.equal(part("Ada"), "Bye, Ada.");
  assert.equal(part("Bo"), "Bye, Bo.");
});
`;

/** A whole conversation over the later plan. */
export const later: HandwrittenAnswers = {
  requirements: [[laterRequirements]],
  coding: [
    [
      write("src/greet.js", 'export function greet(name) {\n  return "HELLO, " + name + "!";\n}\n', [
        "REQ-1",
        "REQ-2",
      ]),
      write("src/part.js", 'export function part(name) {\n  return "Bye, " + name + ".";\n}\n', ["REQ-10"]),
      coded,
    ],
  ],
  testing: [
    [
      write("test/greet.test.js", laterTests, ["REQ-1", "REQ-2", "REQ-10"]),
      submit({
        summary: "A test for each.",
        suites: [{ runner: "node-test", files: ["test/greet.test.js"] }],
        supportFiles: [],
        bindings: [
          { criterion: "REQ-1.1", file: "test/greet.test.js", test: "greets by name" },
          { criterion: "REQ-10.1", file: "test/greet.test.js", test: "parts by name" },
        ],
      }),
    ],
  ],
  documentation: [
    [
      submit({
        readme: "# Greeting\n",
        sections: [
          { requirement: "REQ-1", heading: "Greeting", markdown: "`greet(name)`." },
          { requirement: "REQ-10", heading: "Farewell", markdown: "`part(name)`." },
        ],
        commands: { install: null, build: null, test: "npm test", run: null },
        mentionedPaths: ["src/part.js"],
      }),
    ],
  ],
};

/** Only the farewell is required, under an id that had another meaning. */
export const farewell = (document: string): AgentOutputItem =>
  submit({
    summary: "",
    requirements: [
      {
        id: "REQ-1",
        title: "Farewell by name",
        statement: "part returns Bye, <name>.",
        priority: "must",
        citations: [{ document, section: "S1", quotation: 'must return "Bye, <name>." for a name' }],
        criteria: [{ id: "REQ-1.1", text: "When part is called with Ada, it shall return Bye, Ada." }],
      },
    ],
    openQuestions: [],
  });
