import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCargoReport } from "../../src/runners/cargo/read-cargo-report.ts";
import { checkAgreement } from "../../src/runners/check-agreement.ts";
import { readGoReport } from "../../src/runners/go/read-go-report.ts";
import type { TestReport } from "../../src/runners/read-test-report.ts";

const text = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../fixtures/reports", `${name}.txt`), "utf8");
const problems = (report: TestReport, exitCode: number, files: readonly string[]): readonly string[] => {
  const nothing = { text: "", totalBytes: 0 };
  return checkAgreement(
    { exitCode, signal: null, timedOut: false, stdout: nothing, stderr: nothing },
    report,
    files,
  );
};
const endings = ({ tests }: TestReport): object =>
  Object.fromEntries(tests.map(({ id, outcome, failure }) => [id.name, failure ?? outcome]));

describe("what cargo test printed in a real run", () => {
  const read = (name: string): TestReport => readCargoReport(text(`cargo-${name}`), [`tests/${name}.rs`]);

  it("is read right where all passed", () => {
    expect(read("passing").tests).toMatchObject([
      { id: { runner: "cargo", file: "tests/passing.rs", name: "adds" }, outcome: "passed" },
    ]);
    expect(problems(read("passing"), 0, ["tests/passing.rs"])).toEqual([]);
    expect(problems(read("passing"), 101, ["tests/passing.rs"])).toHaveLength(1);
  });

  it("tells assertions of the test from those of the code and from panics, and is not taken in by what tests print", () => {
    expect(endings(read("failing"))).toEqual({
      "sums::fails_by_assertion": "assertion",
      "sums::asserts": "assertion",
      // It cannot be told from an `expect`.
      "sums::asserts_with_words": "error",
      "sums::throws": "error",
      "sums::fails_in_the_code": "error",
      "sums::passes": "passed",
      "sums::is_skipped": "skipped",
      "sums::panics": "passed",
    });
    expect(problems(read("failing"), 101, ["tests/failing.rs"])).toEqual([]);
    expect(problems(read("failing"), 0, ["tests/failing.rs"])).toHaveLength(1);
  });

  it("names a file that does not compile, with the reason", () => {
    expect(problems(read("load"), 101, ["tests/load.rs"])[0]).toMatch(
      /^tests\/load\.rs: [^]*unresolved import `cap::missing`/,
    );
  });

  it.each([
    ["empty", 0],
    ["exit", 0],
  ])("is a problem where the file is to %s", (name, exitCode) => {
    expect(problems(read(name), exitCode, [`tests/${name}.rs`])).not.toEqual([]);
  });

  it("is a problem wherever it is cut", () => {
    const whole = text("cargo-failing");
    const end = whole.lastIndexOf("test result: ");
    for (let length = 0; length < end; length += 97) {
      const report = readCargoReport(whole.slice(0, length), ["tests/failing.rs"]);
      expect(problems(report, 101, ["tests/failing.rs"])).not.toEqual([]);
    }
  });

  it("is a problem when a program prints results of its own among them", () => {
    const forged = text("cargo-passing").replace("test adds ... ok", "test adds ... ok\ntest more ... ok");
    expect(readCargoReport(forged, ["tests/passing.rs"]).problems).toEqual([
      "tests/passing.rs: It announced 1 tests and spoke of 2.",
    ]);
  });
});

describe("what go test -json prints as documented", () => {
  const files = ["cart/cart_test.go", "cart/table_test.go"];

  it("is read right, tests by the files that hold them", () => {
    const report = readGoReport(text("go-failing"), files);
    expect(endings(report)).toEqual({
      TestTotal: "assertion",
      TestThrows: "error",
      TestSkipped: "skipped",
      TestTable: "passed",
      "TestTable/empty": "passed",
    });
    expect(report.tests.find(({ id }) => id.name === "TestTable")?.id.file).toBe("cart/table_test.go");
    expect(problems(report, 1, files)).toEqual([]);
    expect(problems(report, 0, files)).toHaveLength(1);
  });

  it("names a file that does not compile, with the reason", () => {
    const [problem] = problems(readGoReport(text("go-load"), ["cart/cart_test.go"]), 1, [
      "cart/cart_test.go",
    ]);
    expect(problem).toMatch(/^cart\/cart_test\.go: [^]*undefined: missing/);
  });

  it("is a problem when it is cut or absent", () => {
    const whole = text("go-failing");
    const cut = whole.slice(0, whole.lastIndexOf('{"Time"'));
    expect(readGoReport(cut, files).problems).toEqual([
      "The report ends before the runner did: it is truncated.",
    ]);
    expect(readGoReport(undefined, files).problems).toEqual(["The runner wrote no report."]);
  });
});
