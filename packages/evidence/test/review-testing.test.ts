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
  await writeFiles(root, { "test/a.test.js": "", "test/data.json": "{}" });
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
});
