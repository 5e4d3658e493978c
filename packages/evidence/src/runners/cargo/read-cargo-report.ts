import type { TestResult } from "@kimi/contracts";
import { isTestPath } from "../../classify-path.ts";
import { cutText } from "../../cut-text.ts";
import type { TestReport } from "../read-test-report.ts";

/** What one test program printed. */
interface Section {
  readonly file: string;
  readonly lines: readonly string[];
}

/** Reads what `cargo test` prints: for each file a header, a line for each test, the failures, and a summary. */
export function readCargoReport(report: string | undefined, files: readonly string[]): TestReport {
  if (report === undefined || report.trim() === "") {
    return { tests: [], problems: ["The runner wrote no report."], failed: false };
  }
  const sections = splitSections(report.split(/\r?\n/), files);
  const read = sections.map(readSection);
  const errors = files
    .filter((file) => !sections.some((section) => section.file === file))
    .map((file) => `${file}: The file does not load.\n${cutText(listErrors(report), 900)}`);
  const tests = read.flatMap((section) => section.tests);
  return {
    tests,
    problems: [...read.flatMap((section) => section.problems), ...errors],
    failed: errors.length > 0 || tests.some(({ outcome }) => outcome === "failed"),
  };
}

function splitSections(lines: readonly string[], files: readonly string[]): readonly Section[] {
  const sections: { file: string; lines: string[] }[] = [];
  for (const line of lines) {
    const [, place] = /^ +Running (?:unittests )?(\S+) \(\S+\)$/.exec(line) ?? [];
    if (place === undefined) sections.at(-1)?.lines.push(line);
    else
      sections.push({
        file: files.find((file) => file === place || file.endsWith(`/${place}`)) ?? place,
        lines: [],
      });
  }
  return sections;
}

function readSection({ file, lines }: Section): Pick<TestReport, "tests" | "problems"> {
  const start = lines.findIndex((line) => /^running \d+ tests?$/.test(line));
  const end = lines.findLastIndex((line) => line.startsWith("test result: "));
  if (start < 0 || end < start) return { tests: [], problems: [`${file}: It ended before its tests did.`] };
  const announced = Number(/\d+/.exec(lines[start] ?? "")?.[0]);
  const failures = lines.indexOf("failures:");
  const listed = lines.slice(start + 1, failures < 0 ? end : failures);
  const tests = listed.flatMap((line): readonly TestResult[] => {
    const [, name, ended] = /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)/.exec(line) ?? [];
    return name === undefined ? [] : [toResult(file, name, ended ?? "", lines)];
  });
  const problems =
    tests.length === announced
      ? []
      : [`${file}: It announced ${announced} tests and spoke of ${tests.length}.`];
  return { tests, problems };
}

function toResult(file: string, name: string, ended: string, lines: readonly string[]): TestResult {
  const failed = ended === "FAILED";
  const message = failed ? quoteFailure(name, lines) : null;
  return {
    id: { runner: "cargo", file, name },
    outcome: failed ? "failed" : ended === "ok" ? "passed" : "skipped",
    failure: message === null ? null : isAssertion(message, file) ? "assertion" : "error",
    message: message === null ? null : cutText(message, 4_000),
    durationMs: null,
  };
}

function quoteFailure(name: string, lines: readonly string[]): string {
  const start = lines.indexOf(`---- ${name} stdout ----`);
  if (start < 0) return "";
  const end = lines.findIndex(
    (line, index) => index > start && /^(?:---- .* stdout ----|failures:)$/.test(line),
  );
  return (
    lines
      .slice(start + 1, end < 0 ? undefined : end)
      .filter((line) => !line.startsWith("note: run with "))
      // The number of a thread differs from run to run.
      .map((line) => line.replace(/^(thread '.*') \(\d+\) /, "$1 "))
      .join("\n")
      .trim()
  );
}

/**
 * Only what the assertion macros say themselves: a panic with words of its own may be an `expect` as well. One in the
 * code under test is an error like any other.
 */
function isAssertion(message: string, file: string): boolean {
  if (/^note: test did not panic as expected/m.test(message)) return true;
  const [, place = "", words = ""] = /panicked at (\S+?):\d+:\d+:\n(.*)/.exec(message) ?? [];
  // Before Rust 1.73, words came first, in quotes.
  const [, oldWords = "", oldPlace = ""] = /panicked at '([^]*?)', (\S+?):\d+:\d+/.exec(message) ?? [];
  const panic = place === "" ? { place: oldPlace, words: oldWords } : { place, words };
  // Absolute paths are those of the language itself.
  const isOfTest = file.endsWith(panic.place) || (isTestPath(panic.place) && !panic.place.startsWith("/"));
  return panic.place !== "" && isOfTest && panic.words.startsWith("assertion ");
}

function listErrors(report: string): string {
  const at = report.search(/^error/m);
  return at < 0 ? report.trim() : report.slice(at).trim();
}
