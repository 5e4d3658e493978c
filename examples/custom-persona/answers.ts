import { callTool, submit, type HandwrittenAnswers } from "@kimi/models/testing";

export const prompt =
  "Share links must not be guessable: createToken() in src/token.js returns 32 hexadecimal characters, different in every call.";

const code = `import { randomBytes } from "node:crypto";

/** A token that cannot be guessed: 128 random bits as 32 hexadecimal characters. */
export function createToken() {
  return randomBytes(16).toString("hex");
}
`;

const test = `import assert from "node:assert/strict";
import { test } from "node:test";

const { createToken } = await import("../src/token.js").catch(() => ({}));

test("returns 32 hexadecimal characters", () => {
  assert.equal(typeof createToken, "function");
  assert.match(String(createToken()), /^[0-9a-f]{32}$/);
});

test("returns another token in every call", () => {
  assert.equal(typeof createToken, "function");
  assert.equal(new Set(Array.from({ length: 100 }, createToken)).size, 100);
});
`;

/** What the model says, by stage, attempt and turn. */
export const answers: HandwrittenAnswers = {
  requirements: [
    [
      submit({
        summary: "Tokens of share links cannot be guessed.",
        requirements: [
          {
            id: "REQ-1",
            title: "Tokens that cannot be guessed",
            statement: "createToken() in src/token.js gives a fresh random token.",
            priority: "must",
            citations: [
              {
                document: "prompt",
                section: "S1",
                quotation: "createToken() in src/token.js returns 32 hexadecimal characters",
              },
            ],
            criteria: [
              { id: "REQ-1.1", text: "createToken() SHALL return 32 hexadecimal characters." },
              { id: "REQ-1.2", text: "createToken() SHALL return another token in every call." },
            ],
          },
        ],
        openQuestions: [],
      }),
    ],
  ],
  coding: [
    [
      callTool("list_files", { folder: "", recursive: true }),
      callTool("write_file", { path: "src/token.js", text: code, requirements: ["REQ-1"] }),
      submit({
        summary: "Tokens come from the system's secure randomness.",
        changes: [{ path: "src/token.js", requirements: ["REQ-1"], rationale: "The new function." }],
        notes: [],
      }),
    ],
  ],
  testing: [
    [
      callTool("write_file", { path: "test/token.test.js", text: test, requirements: ["REQ-1"] }),
      submit({
        summary: "A test for each criterion.",
        suites: [{ runner: "node-test", files: ["test/token.test.js"] }],
        supportFiles: [],
        bindings: [
          { criterion: "REQ-1.1", file: "test/token.test.js", test: "returns 32 hexadecimal characters" },
          { criterion: "REQ-1.2", file: "test/token.test.js", test: "returns another token in every call" },
        ],
      }),
    ],
  ],
  documentation: [
    [
      submit({
        readme:
          "# share-links\n\nLinks to shared files. `createToken()` in `src/token.js` makes their tokens.\n",
        sections: [
          {
            requirement: "REQ-1",
            heading: "Tokens",
            markdown: "`createToken()` gives 128 random bits as 32 hexadecimal characters.",
          },
        ],
        commands: { install: null, build: null, test: "npm test", run: null },
        mentionedPaths: ["src/token.js"],
      }),
    ],
  ],
  "security-review": [
    [
      [
        callTool("read_file", { path: "src/token.js", offset: null, limit: null }),
        callTool("read_file", { path: "src/link.js", offset: null, limit: null }),
        callTool("search_text", { pattern: "Math\\.random", path: "src", glob: null, ignoreCase: false }),
      ],
      submit({
        summary: "The new token is unguessable; the link puts it where servers log it.",
        findings: [
          {
            path: "src/link.js",
            line: 3,
            severity: "low",
            problem: "The token is a query parameter, and access logs keep those.",
            advice: "Put it into the fragment.",
          },
        ],
      }),
    ],
  ],
};
