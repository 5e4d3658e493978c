import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SuiteResult, TestingOutput } from "@kimi/contracts";
import { describe, expect, it, onTestFinished } from "vitest";
import { runSuite } from "../../src/runners/run-suite.ts";
import { runnerAdapters } from "../../src/runners/runner-adapters.ts";
import { selectSuites } from "../../src/runners/select-suites.ts";
import { createDirectoryCommands } from "../directory-workspaces/directory-commands.ts";
import { createDirectoryFiles } from "../directory-workspaces/directory-tree.ts";
import { gatherStaged, requirement } from "../stage-run.ts";

const fixtures = join(import.meta.dirname, "../fixtures");

type Suite = TestingOutput["suites"][number];

/** Runs one suite of a sample project by its real runner. */
async function run(project: string, suite: Suite): Promise<SuiteResult> {
  const root = await mkdtemp(join(tmpdir(), "kimi-real-"));
  onTestFinished(async () => await rm(root, { recursive: true, force: true }));
  await cp(join(fixtures, "projects", project), root, { recursive: true });
  const tree = { files: createDirectoryFiles(root), commands: createDirectoryCommands(root) };
  const { signal } = new AbortController();
  const { suites, unavailable } = await selectSuites(
    { summary: "Tests.", suites: [suite], supportFiles: [], bindings: [] },
    tree,
    signal,
  );
  expect(unavailable).toEqual([]);
  return await runSuite(tree, suites[0]!, { timeoutMs: 240_000, signal, onCommand: () => {} });
}

const endings = ({ tests }: Pick<SuiteResult, "tests">): object =>
  Object.fromEntries(tests.map(({ id, outcome, failure }) => [`${id.file} ${id.name}`, failure ?? outcome]));

/** What the reader of a runner makes of what it once printed. */
async function recorded(runner: "go" | "cargo" | "tap", file: string, files: readonly string[]) {
  const adapter = runnerAdapters[runner];
  if ("runChecks" in adapter) throw new Error(`${runner} writes no report.`);
  return adapter.readReport!(await readFile(join(fixtures, "reports", file), "utf8"), files);
}

describe("a real run ends as the recorded one did", () => {
  it.each([
    ["go", "go-failing.txt", ["failing/failing_test.go", "failing/outside_test.go"]],
    ["go", "go-thrown.txt", ["thrown/thrown_test.go"]],
    ["cargo", "cargo-failing.txt", ["tests/failing.rs"]],
  ] as const)("%s: %s", async (runner, report, files) => {
    const result = await run(runner, { runner, files: [...files] });
    expect(result).toMatchObject({ exitCode: runner === "go" ? 1 : 101, problems: [] });
    expect(endings(result)).toEqual(endings(await recorded(runner, report, files)));
  });

  it.each([
    ["bats", "test/failing.bats", "tap/bats-failing.tap", ["bats", "--tap", "{file}"]],
    ["perl", "t/failing.t", "tap/perl-failing.tap", ["perl", "{file}"]],
  ] as const)("%s", async (project, file, report, command) => {
    const result = await run(project, { runner: "tap", files: [file], command: [...command] });
    expect(result.problems).toEqual([]);
    expect(endings(result)).toEqual(endings(await recorded("tap", report, [file])));
  });

  it.each([
    ["go", "load/load_test.go", /load\/load_test\.go: The file does not load\.[^]*missing/],
    ["go", "empty/empty_test.go", /No test was executed/],
    ["cargo", "tests/load.rs", /tests\/load\.rs: The file does not load\.[^]*missing/],
    ["cargo", "tests/exit.rs", /ended before its tests did/],
    ["cargo", "tests/empty.rs", /No test was executed/],
  ] as const)("%s, where there is nothing to go by: %s", async (runner, file, problem) => {
    const result = await run(runner, { runner, files: [file] });
    expect(result.problems.join("\n")).toMatch(problem);
  });
});

describe("evidence by a real runner", () => {
  it("proves a new function in Go", async () => {
    const { report } = await gatherStaged({
      before: { "go.mod": "module example.com/shop\n\ngo 1.19\n" },
      after: {
        "cart/cart.go":
          "package cart\n\nfunc Total(prices []int) int {\n\tsum := 0\n\tfor _, price := range prices {\n\t\tsum = sum + price\n\t}\n\treturn sum\n}\n",
        "cart/cart_test.go":
          'package cart\n\nimport "testing"\n\nfunc TestTotal(t *testing.T) {\n\tif got := Total([]int{2, 3}); got != 5 {\n\t\tt.Fatalf("got %d, want 5", got)\n\t}\n}\n\nfunc TestNothing(t *testing.T) { Total(nil) }\n',
      },
      testing: {
        suites: [{ runner: "go", files: ["cart/cart_test.go"] }],
        bindings: [{ criterion: "REQ-1.1", file: "cart/cart_test.go", test: "TestTotal" }],
      },
    });
    expect(report.criteria).toMatchObject([{ status: "proven", proof: "test" }]);
  });

  it("proves a new function in Rust, and nothing by a test without assertions", async () => {
    const { report } = await gatherStaged({
      before: {
        "Cargo.toml": '[package]\nname = "cap"\nversion = "0.1.0"\nedition = "2021"\n',
        "src/lib.rs": "",
      },
      after: {
        "src/lib.rs":
          "pub fn total(prices: &[i32]) -> i32 {\n    prices.iter().fold(0, |sum, price| sum + price)\n}\n",
        "tests/cart.rs":
          "#[test]\nfn adds_up() {\n    assert_eq!(cap::total(&[2, 3]), 5);\n}\n\n#[test]\nfn runs() {\n    cap::total(&[]);\n}\n",
      },
      requirements: [requirement("must", 1), requirement("must", 2)],
      testing: {
        suites: [{ runner: "cargo", files: ["tests/cart.rs"] }],
        bindings: [
          { criterion: "REQ-1.1", file: "tests/cart.rs", test: "adds_up" },
          { criterion: "REQ-2.1", file: "tests/cart.rs", test: "runs" },
        ],
      },
    });
    expect(report.criteria).toMatchObject([{ status: "proven" }, { status: "unproven" }]);
  });
});
