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

const inSums = (ended: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(ended).map(([name, ending]) => [`sums::${name}`, ending]));

describe.each(["cargo", "cargo-1.65"])("what cargo test printed in a real run: %s", (version) => {
  const read = (name: string): TestReport =>
    readCargoReport(text(`${version}-${name}`), [`tests/${name}.rs`]);

  it("is read right where all passed", () => {
    expect(read("passing").tests).toMatchObject([
      { id: { runner: "cargo", file: "tests/passing.rs", name: "adds" }, outcome: "passed" },
    ]);
    expect(problems(read("passing"), 0, ["tests/passing.rs"])).toEqual([]);
    expect(problems(read("passing"), 101, ["tests/passing.rs"])).toHaveLength(1);
  });

  it("tells assertions of the test from those of the code and from panics, and is not taken in by what tests print", () => {
    expect(endings(read("failing"))).toEqual(
      inSums({
        fails_by_assertion: "assertion",
        asserts: "assertion",
        does_not_panic: "assertion",
        // It cannot be told from an `expect`.
        asserts_with_words: "error",
        throws: "error",
        returns_an_error: "error",
        fails_in_the_code: "error",
        passes: "passed",
        is_skipped: "skipped",
        panics: "passed",
      }),
    );
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
    const whole = text(`${version}-failing`);
    const end = whole.lastIndexOf("test result: ");
    for (let length = 0; length < end; length += 97) {
      const report = readCargoReport(whole.slice(0, length), ["tests/failing.rs"]);
      expect(problems(report, 101, ["tests/failing.rs"])).not.toEqual([]);
    }
  });

  it("is a problem when a program prints results of its own among them", () => {
    const forged = text(`${version}-passing`).replace(
      "test adds ... ok",
      "test adds ... ok\ntest more ... ok",
    );
    expect(readCargoReport(forged, ["tests/passing.rs"]).problems).toEqual([
      "tests/passing.rs: It announced 1 tests and spoke of 2.",
    ]);
  });
});

describe("what go test -json printed in a real run", () => {
  const read = (name: string): TestReport => readGoReport(text(`go-${name}`), [`${name}/${name}_test.go`]);

  it("is read right where all passed", () => {
    expect(read("passing").tests).toMatchObject([
      { id: { runner: "go", file: "passing/passing_test.go", name: "TestAdds" }, outcome: "passed" },
    ]);
    expect(problems(read("passing"), 0, ["passing/passing_test.go"])).toEqual([]);
    expect(problems(read("passing"), 1, ["passing/passing_test.go"])).toHaveLength(1);
  });

  it("tells what tests report from what the code does, by the files that hold the tests", () => {
    const files = ["failing/failing_test.go", "failing/outside_test.go"];
    const report = readGoReport(text("go-failing"), files);
    expect(endings(report)).toEqual({
      TestPasses: "passed",
      TestFailsByAssertion: "assertion",
      TestThrows: "passed",
      TestFailsInTheCode: "error",
      TestIsSkipped: "skipped",
      TestTable: "assertion",
      "TestTable/one": "passed",
      "TestTable/two_words/slash": "assertion",
      // It printed a line without an end, and results of others; Go 1.19 is taken in by that.
      TestPrints: "passed",
      TestParallelA: "passed",
      TestParallelB: "passed",
      TestHelper: "assertion",
      TestFailsSilently: "assertion",
      TestOutside: "passed",
      ExampleTotal: "assertion",
    });
    expect(report.tests.find(({ id }) => id.name === "TestOutside")?.id.file).toBe("failing/outside_test.go");
    expect(problems(report, 1, files)).toEqual([]);
    expect(problems(report, 0, files)).toHaveLength(1);
  });

  it("says where a panic came from, and nothing that differs from run to run", () => {
    const report = read("thrown");
    expect(endings(report)).toEqual({ TestPasses: "passed", TestThrows: "error" });
    expect(report.tests.find(({ id }) => id.name === "TestThrows")?.message).toBe(
      "panic: runtime error: index out of range [0] with length 0 [recovered]\n\tpanic: runtime error: index out of range [0] with length 0\n    at thrown/thrown.go:15\n    at thrown/thrown_test.go:11",
    );
  });

  it.each(["go-load", "go-1.24-load"])("names a file that does not compile, with the reason: %s", (name) => {
    const file = name === "go-load" ? "load/load_test.go" : "cart/cart_test.go";
    const [problem] = problems(readGoReport(text(name), [file]), 1, [file]);
    expect(problem).toMatch(new RegExp(`^${file}: [^]*undefined: missing`));
  });

  it("of a package without tests is a problem", () => {
    expect(problems(read("empty"), 0, ["empty/empty_test.go"])).toContain("No test was executed.");
  });

  it("(of a test that prints results and leaves is believed: it stays green without the work of the run)", () => {
    expect(endings(read("exit"))).toEqual({ TestForges: "passed", TestAdds: "passed" });
  });

  it("is a problem when it is cut or absent", () => {
    const whole = text("go-passing");
    const cut = whole.slice(0, whole.lastIndexOf('{"Time"'));
    expect(readGoReport(cut, []).problems).toEqual([
      "The report ends before the runner did: it is truncated.",
    ]);
    expect(readGoReport(undefined, []).problems).toEqual(["The runner wrote no report."]);
  });

  it("of a test that fails for its subtests alone is what these are", () => {
    const events = [
      { Action: "output", Test: "TestA/b", Output: "    a_test.go:3: before\n" },
      { Action: "output", Test: "TestA/b", Output: "panic: no\n" },
      { Action: "fail", Test: "TestA/b" },
      { Action: "fail", Test: "TestA" },
      { Action: "fail" },
    ].map((event) => JSON.stringify({ Package: "shop", ...event }));
    const report = readGoReport(["kimi-source TestA a_test.go", ...events].join("\n"), ["a_test.go"]);
    expect(endings(report)).toEqual({ "TestA/b": "error", TestA: "error" });
  });

  it("belongs to the file in the nearest folder where tests of two packages are called alike", () => {
    const event = { Action: "pass", Package: "example.com/shop/cart", Test: "TestA" };
    const lines = ["kimi-source TestA a_test.go", "kimi-source TestA cart/a_test.go", JSON.stringify(event)];
    const { tests } = readGoReport(lines.join("\n"), ["a_test.go", "cart/a_test.go"]);
    expect(tests.map(({ id }) => id.file)).toEqual(["cart/a_test.go"]);
  });
});
