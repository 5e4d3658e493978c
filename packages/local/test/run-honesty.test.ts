import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { callTool, submit } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import {
  answersWith,
  bodies,
  coded,
  requirements,
  tested,
  writeGreet,
  writeTests,
} from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

const shell = (command: string) =>
  callTool("run_command", { command, timeoutSeconds: null, requirements: [] });

/** A shell command that makes the bound tests expect what the wrong code gives. */
const bendTests = `sed -i 's/"Hello, Ada!"/"Hello Ada"/; s/"Hello, Bo!"/"Hello Bo"/; s/"Hello, stranger!"/"Hello "/' test/greet.test.js`;

const bentTests = `import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../src/greet.js";

test("greets by name", () => assert.equal(greet("Ada"), "Hello Ada"));
test("greets a stranger", () => assert.equal(greet(""), "Hello "));
`;

describe("a coding persona that bends the tests to its wrong code", () => {
  it.each([
    ["by a command", shell(bendTests)],
    ["by a command that has git ignore them first", shell(`echo test/ >> .gitignore; ${bendTests}`)],
    [
      "by a link to tests of its own",
      shell(`${bendTests}; mv test/greet.test.js test/own.test.js; ln -s own.test.js test/greet.test.js`),
    ],
    [
      "by another spelling of their path",
      callTool("write_file", {
        path: String.raw`test/greet\x2Etest.js`,
        text: bentTests,
        requirements: ["REQ-1"],
      }),
    ],
  ])("%s, proves nothing", async (_, bend) => {
    const { run } = await prepareRun({
      ...answersWith(bodies.wrong, bodies.wrong),
      coding: [
        [writeGreet(bodies.wrong), coded],
        [bend, coded],
      ],
    });
    const { result, events } = await run({ maxAttempts: 2 });
    expect(result).toMatchObject({ status: "failed", exitCode: 1, applied: false });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "note", message: expect.stringContaining("test/greet.test.js") }),
    );
  });

  it("is refused also where the testing persona spelt their paths in a way of its own", async () => {
    const file = "./test/greet.test.js";
    const dotted = submit({
      summary: "A test for each criterion.",
      suites: [{ runner: "node-test", files: [file] }],
      supportFiles: [],
      bindings: [
        { criterion: "REQ-1.1", file, test: "greets by name" },
        { criterion: "REQ-2.1", file, test: "greets a stranger" },
      ],
    });
    const bend = callTool("write_file", {
      path: "test/greet.test.js",
      text: bentTests,
      requirements: ["REQ-1"],
    });
    const { run } = await prepareRun({
      ...answersWith(bodies.wrong, bodies.wrong),
      testing: [[writeTests, dotted], [dotted]],
      coding: [
        [writeGreet(bodies.wrong), coded],
        [bend, coded],
      ],
    });
    const { result, events } = await run({ maxAttempts: 2 });
    expect(result.status).toBe("failed");
    expect(events.filter((event) => event.type === "tool-finished" && !event.ok)).toHaveLength(1);
  });
});

describe("a testing persona that mends the code", () => {
  it("by a command has its change taken back, in whatever way git is told to look away", async () => {
    const { run } = await prepareRun({
      ...answersWith(bodies.wrong),
      testing: [
        [
          writeTests,
          shell(
            `echo src/ >> .gitignore; mkdir -p lib; echo 'export const greet = (name) => "Hello, " + (name || "stranger") + "!";' > lib/right.js; rm src/greet.js; ln -s ../lib/right.js src/greet.js`,
          ),
          tested,
        ],
      ],
    });
    const { result } = await run({ maxAttempts: 1 });
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect(result.changeSet?.changes.map((change) => change.path)).toEqual([
      "src/greet.js",
      "test",
      "test/greet.test.js",
    ]);
  });
});

describe("what commands do to the tree", () => {
  it("never takes ignored files of the user along with a removed folder", async () => {
    const { project, run } = await prepareRun({
      ...answersWith(bodies.right),
      coding: [[shell("rm -rf lib"), writeGreet(bodies.right), coded]],
    });
    await mkdir(join(project, "lib"));
    await writeFile(join(project, "lib/old.js"), "// to go\n");
    await writeFile(join(project, "lib/.env"), "MODE=mine\n");
    const { result } = await run();
    expect(result.status).toBe("succeeded");
    expect(await readFile(join(project, "lib/.env"), "utf8")).toBe("MODE=mine\n");
    await expect(readFile(join(project, "lib/old.js"))).rejects.toThrow(/ENOENT/);
  });

  it("may put a folder where a tool wrote a file", async () => {
    const write = callTool("write_file", { path: "src/names", text: "Ada\n", requirements: ["REQ-1"] });
    const { project, run } = await prepareRun({
      ...answersWith(bodies.right),
      coding: [
        [
          write,
          shell("rm src/names && mkdir src/names && echo Ada > src/names/list"),
          writeGreet(bodies.right),
          coded,
        ],
      ],
    });
    expect((await run()).result.status).toBe("succeeded");
    expect(await readFile(join(project, "src/names/list"), "utf8")).toBe("Ada\n");
  });
});

describe("a requirements persona that asks for nothing firmly", () => {
  it("does not bring unproven code in", async () => {
    const firm = JSON.stringify(requirements);
    const timid: typeof requirements = JSON.parse(firm.replaceAll(/\\"(?:must|should)\\"/g, '\\"could\\"'));
    const { run } = await prepareRun({ ...answersWith(bodies.wrong), requirements: [[timid]] });
    const { result } = await run({ maxAttempts: 1 });
    expect(result.requirements.map((one) => one.priority)).toEqual(["could", "could"]);
    expect(result).toMatchObject({ status: "failed", exitCode: 1, applied: false });
  });
});
