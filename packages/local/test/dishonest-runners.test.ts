import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentOutputItem } from "@kimi/contracts";
import { submit } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { answersWith, bodies, coded, writeGreet } from "../src/testing/greeting-answers.ts";
import { failedFor, imports, play, shell, write } from "./support/play-dishonest.ts";

interface Suite {
  readonly runner: string;
  readonly files: readonly string[];
  readonly command?: readonly string[];
}

/** Binds the criterion of each requirement to a test of a suite of its own, or of the one there is. */
const bind = (suites: readonly Suite[], tests: readonly string[]): AgentOutputItem =>
  submit({
    summary: "A test for each criterion.",
    suites,
    supportFiles: [],
    bindings: tests.map((test, index) => ({
      criterion: `REQ-${index + 1}.1`,
      file: (suites[index] ?? suites[0])!.files[0],
      test,
    })),
  });
const checks = (path: string, ...list: readonly object[]): AgentOutputItem =>
  write(path, JSON.stringify({ checks: list }));

describe("checks and declared commands, in a run", () => {
  it("prove what a program prints, and say everywhere that this is the weaker kind", async () => {
    const file = "test/greet.checks.json";
    const command = [
      "node",
      "--input-type=module",
      "-e",
      'console.log((await import("./src/greet.js")).greet(process.argv[1]))',
    ];
    const ended = await play({
      ...answersWith(bodies.right),
      testing: [
        [
          checks(
            file,
            { name: "greets by name", command: [...command, "Ada"], stdout: "Hello, Ada!" },
            { name: "greets a stranger", command: [...command, ""], stdout: "Hello, stranger!" },
          ),
          bind([{ runner: "command-check", files: [file] }], ["greets by name", "greets a stranger"]),
        ],
      ],
    });
    expect(ended.result).toMatchObject({
      status: "succeeded",
      reason: expect.stringContaining("2 of them only by checks"),
    });
    expect(ended.result.report?.criteria).toMatchObject([
      { proof: "command-check" },
      { proof: "command-check" },
    ]);
    const trace = await readFile(join(ended.result.deliverablesFolder!, "trace.md"), "utf8");
    expect(trace).toContain("### REQ-1.1 proven by a command only");
    expect(trace).toContain('"stdout": "Hello, Ada!"');
  });

  it("prove nothing where a command prints a word of its own, or the source", async () => {
    const [own, source] = ["test/own.checks.json", "test/source.checks.json"];
    const ended = await play({
      ...answersWith(bodies.worse),
      testing: [
        [
          checks(own, { name: "is ok", command: ["echo", "ok"], stdout: "ok" }),
          checks(source, { name: "is so", command: ["grep", "-c", "Bye", "src/greet.js"], stdout: "1" }),
          bind(
            [
              { runner: "command-check", files: [own] },
              { runner: "command-check", files: [source] },
            ],
            ["is ok", "is so"],
          ),
        ],
      ],
    });
    expect(ended).toMatchObject(failedFor(/passed before the run too/));
    expect(ended.said).toMatch(/judges the text of the sources/);
  });

  it("prove nothing where a declared command makes its results up, or has assertions pass by an option of Node", async () => {
    const [tap, junit] = ["test/forged.test.js", "test/soft.test.js"];
    const soft = 'const assert = require("node:assert/strict");\nassert.equal = () => {};\n';
    const ended = await play({
      ...answersWith(bodies.worse),
      testing: [
        [
          write(tap, 'process.stdout.write("TAP version 13\\n1..1\\nok 1 - greets by name\\n");\n'),
          write("test/soft.cjs", soft),
          write(
            junit,
            `${imports}import { greet } from "../src/greet.js";\ntest("greets a stranger", () => assert.equal(greet(""), "Hello, stranger!"));\n`,
          ),
          bind(
            [
              { runner: "tap", files: [tap], command: ["node", "{file}"] },
              {
                runner: "junit",
                files: [junit],
                command: [
                  "env",
                  "NODE_OPTIONS=--require=./test/soft.cjs",
                  "node",
                  "--test",
                  "--test-reporter=junit",
                  "--test-reporter-destination={report}",
                  "{file}",
                ],
              },
            ],
            ["greets by name", "greets a stranger"],
          ),
        ],
      ],
    });
    expect(ended).toMatchObject(failedFor(/“greets by name” .* passed before the run too/));
    expect(ended.said).toMatch(/“greets a stranger” .* passed before the run too/);
  });

  it("prove nothing by a runner that a command put into node_modules: what nobody installed is not there", async () => {
    const file = "test/greet.test.js";
    const fake = `require("node:fs").writeFileSync(process.env.KIMI_EVIDENCE_REPORT, ["greets by name", "greets a stranger"].map((name) => JSON.stringify({ type: "test", file: "${file}", name, outcome: "passed", failure: null, message: null, durationMs: 1 }) + "\\n").join("") + JSON.stringify({ type: "end", tests: 2 }) + "\\n");\n`;
    const plant = `mkdir -p node_modules/jest/bin && cat > node_modules/jest/bin/jest.js <<'END'\n${fake}END\n`;
    const ended = await play({
      ...answersWith(bodies.worse),
      coding: [[writeGreet(bodies.worse), shell(plant), coded]],
      testing: [
        [
          write(file, 'test("greets by name", () => {});\ntest("greets a stranger", () => {});\n'),
          bind([{ runner: "jest", files: [file] }], ["greets by name", "greets a stranger"]),
        ],
      ],
    });
    expect(ended).toMatchObject(failedFor(/Jest is not installed/));
  });
});
