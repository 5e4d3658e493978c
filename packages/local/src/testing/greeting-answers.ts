import type { AgentOutputItem } from "@kimi/contracts";
import { callTool, submit, type HandwrittenAnswers } from "@kimi/models/testing";

const must = "REQ-1";
const should = "REQ-2";

/** Two requirements with a criterion each, quoted from the plan. */
export const requirements: AgentOutputItem = submit({
  summary: "Greetings.",
  requirements: [
    {
      id: must,
      title: "Greeting by name",
      statement: "greet returns Hello, <name>!",
      priority: "must",
      citations: [
        { document: "plan.md", section: "S1", quotation: 'must return "Hello, <name>!" for a name' },
      ],
      criteria: [{ id: "REQ-1.1", text: "When greet is called with Ada, it shall return Hello, Ada!" }],
    },
    {
      id: should,
      title: "Greeting a stranger",
      statement: "greet returns Hello, stranger! for an empty name",
      priority: "should",
      citations: [
        {
          document: "plan.md",
          section: "S2",
          quotation: 'should return "Hello, stranger!" when the name is empty',
        },
      ],
      criteria: [
        { id: "REQ-2.1", text: "When greet is called with an empty name, it shall return Hello, stranger!" },
      ],
    },
  ],
  openQuestions: [],
});

/** A call that replaces the body of greet. */
export function writeGreet(body: string, path = "src/greet.js"): AgentOutputItem {
  const text = `export function greet(name) {\n  ${body}\n}\n`;
  return callTool("write_file", { path, text, requirements: [must, should] });
}

/** Code that meets both requirements, only the first, none. */
export const bodies = {
  right: 'return name === "" ? "Hello, stranger!" : "Hello, " + name + "!";',
  mustOnly: 'return "Hello, " + name + "!";',
  wrong: 'return "Hello " + name;',
  worse: 'return "Bye, " + name;',
};

/** The coding persona's report. */
export const coded: AgentOutputItem = submit({
  summary: "Rewrote greet.",
  changes: [{ path: "src/greet.js", requirements: [must, should], rationale: "The greeting." }],
  notes: [],
});

const tests = `import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../src/greet.js";

test("greets by name", () => {
  assert.equal(greet("Ada"), "Hello, Ada!");
  assert.equal(greet("Bo"), "Hello, Bo!");
});

test("greets a stranger", () => {
  assert.equal(greet(""), "Hello, stranger!");
});
`;

/** Writes the tests. */
export const writeTests: AgentOutputItem = callTool("write_file", {
  path: "test/greet.test.js",
  text: tests,
  requirements: [must, should],
});

/** Binds each criterion to its test. */
export const tested: AgentOutputItem = submit({
  summary: "A test for each criterion.",
  suites: [{ runner: "node-test", files: ["test/greet.test.js"] }],
  supportFiles: [],
  bindings: [
    { criterion: "REQ-1.1", file: "test/greet.test.js", test: "greets by name" },
    { criterion: "REQ-2.1", file: "test/greet.test.js", test: "greets a stranger" },
  ],
});

/** Documentation of both requirements. */
export const documented: AgentOutputItem = submit({
  readme: "# Greeting\n\nRun `npm test`.\n",
  sections: [
    { requirement: must, heading: "Greeting by name", markdown: "`greet(name)` in `src/greet.js`." },
    { requirement: should, heading: "Greeting a stranger", markdown: '`greet("")` greets a stranger.' },
  ],
  commands: { install: null, build: null, test: "npm test", run: null },
  mentionedPaths: ["src/greet.js"],
});

/** A whole conversation in which coding writes the given bodies, one an attempt. */
export function answersWith(...attempts: readonly string[]): HandwrittenAnswers {
  return {
    requirements: [[requirements]],
    coding: attempts.map((body) => [
      callTool("read_file", { path: "src/greet.js", offset: null, limit: null }),
      writeGreet(body),
      coded,
    ]),
    testing: attempts.map((_, index) => (index === 0 ? [writeTests, tested] : [tested])),
    documentation: [[documented]],
  };
}
