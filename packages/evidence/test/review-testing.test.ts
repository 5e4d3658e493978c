import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestingOutput } from "@kimi/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reviewTesting } from "../src/review-testing.ts";
import { createDirectoryFiles } from "./directory-workspaces/directory-tree.ts";
import { requirement, writeFiles } from "./stage-run.ts";

const requirements = [requirement("must", 1), requirement("should", 2)];
const sound: TestingOutput = {
  summary: "Tests.",
  suites: [{ runner: "node-test", files: ["./test/a.test.js"] }],
  supportFiles: ["test/data.json"],
  bindings: [{ criterion: "REQ-1.1", file: "test/a.test.js", test: "a" }],
};
let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "kimi-review-"));
  await writeFiles(root, {
    "test/a.test.js": "",
    "test/data.json": "{}",
    "test/cli.checks.json": '{"checks":[{"name":"a","command":["true"]},{"name":"b","command":["true"]}]}',
  });
});
afterAll(async () => await rm(root, { recursive: true }));

const review = async (change: Partial<TestingOutput>): Promise<readonly string[]> =>
  await reviewTesting({ ...sound, ...change }, requirements, createDirectoryFiles(root));

describe("a testing output", () => {
  it("is sound when files, criteria and runners are there and each must criterion is bound", async () => {
    expect(await review({})).toEqual([]);
  });

  it("may not name files that do not exist or are folders", async () => {
    expect(await review({ supportFiles: ["test/none.json", "test"] })).toEqual([
      "The file test/none.json does not exist.",
      "test is not a file of the project.",
    ]);
  });

  it("may not use a runner that is not installed", async () => {
    expect(await review({ suites: [{ runner: "vitest", files: ["test/a.test.js"] }] })).toEqual([
      "Vitest is not installed: node_modules/vitest is missing. Install it, or use node-test.",
    ]);
  });

  it("may not bind to criteria that do not exist or files that no suite runs, nor leave a must unbound", async () => {
    expect(await review({ bindings: [{ criterion: "REQ-9.1", file: "test/b.test.js", test: "b" }] })).toEqual(
      [
        'The binding of "b" names REQ-9.1, which is no criterion.',
        "The binding of REQ-9.1 names test/b.test.js, which is in no suite: add the file to one.",
        'No test is bound to REQ-1.1 ("It is observed.").',
      ],
    );
  });

  const declared = (runner: "junit" | "tap", command: string[], files = ["test/a.test.js"]) =>
    review({ suites: [{ runner, files, command }] });

  it("may declare the command of a runner that writes JUnit XML or prints TAP", async () => {
    expect(await declared("junit", ["php", "phpunit.phar", "--log-junit", "{report}", "{files}"])).toEqual(
      [],
    );
    expect(await declared("junit", ["bats", "--report-formatter", "junit", "--output", "{reports}"])).toEqual(
      [],
    );
    expect(await declared("tap", ["perl", "{file}"], ["test/a.test.js", "test/data.json"])).toEqual([]);
    expect(await declared("tap", ["python3", "-m", "tap", "test/a.test.js"])).toEqual([]);
  });

  it.each([
    ["junit", ["phpunit"], /writes no report: put \{report\}/],
    ["tap", ["perl"], /TAP names none: put \{file\}/],
    ["tap", ["sh", "-c", "echo 'ok 1'", "{file}"], /holds its program itself/],
    ["tap", ["env", "A=1", "/usr/bin/node", "--eval=1", "{file}"], /holds its program itself/],
    ["tap", ["python3.11", "-c", "print()", "{file}"], /holds its program itself/],
  ] as const)("may not declare for %s what cannot be judged: %j", async (runner, command, problem) => {
    const problems = await declared(runner, [...command], ["test/a.test.js", "test/data.json"]);
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });

  it("may not have a file run in two ways", async () => {
    const files = ["test/a.test.js"];
    expect(
      await review({
        suites: [
          { runner: "node-test", files },
          { runner: "tap", files: ["./test/a.test.js"], command: ["node", "{file}"] },
        ],
      }),
    ).toEqual(["test/a.test.js is in two suites that run it differently: leave it in one."]);
    expect(
      await review({
        suites: [
          { runner: "node-test", files },
          { runner: "node-test", files },
        ],
      }),
    ).toEqual([]);
  });

  it("may bind to the checks of a file, and to no others", async () => {
    const file = "test/cli.checks.json";
    const suites: TestingOutput["suites"] = [{ runner: "command-check", files: [file] }];
    const bind = async (test: string) =>
      await review({ suites, bindings: [{ criterion: "REQ-1.1", file, test }] });
    expect(await bind("a")).toEqual([]);
    expect(await bind("c")).toEqual([`There is no check "c" in ${file}, which holds a, b.`]);
    expect(
      await review({ suites: [{ runner: "http-check", files: [file] }], bindings: sound.bindings }),
    ).toContainEqual(expect.stringContaining(`${file}: The file does not load`));
  });
});
