import type { TestResult, TestRunner } from "@kimi/contracts";
import { cutText } from "../cut-text.ts";
import { type ReportLine, reportLineSchema } from "./test-report.ts";

/** What a report says. `problems` holds what makes it less than a complete report. */
export interface TestReport {
  readonly tests: readonly TestResult[];
  readonly problems: readonly string[];
  /** True when a test or a file failed, so that the runner has to exit with something but 0. */
  readonly failed: boolean;
}

const messageLimit = 4_000;

/** Reads the lines that our reporters write. `report` is `undefined` when the file was not written. */
export function readTestReport(runner: TestRunner, report: string | undefined): TestReport {
  if (report === undefined || report.trim() === "") {
    return { tests: [], problems: ["The runner wrote no report."], failed: false };
  }
  const lines: ReportLine[] = [];
  const problems: string[] = [];
  for (const [index, text] of report.split("\n").entries()) {
    if (text.trim() === "") continue;
    const line = parseLine(text);
    if (line === null) problems.push(`Line ${index + 1} of the report is malformed.`);
    else lines.push(line);
  }
  const tests = lines.filter((line) => line.type === "test").map((line) => toTestResult(runner, line));
  problems.push(...findGaps(lines, tests.length), ...lines.flatMap(describeError));
  const failed =
    tests.some(({ outcome }) => outcome === "failed") ||
    lines.some(({ type }) => type === "file-error" || type === "run-error");
  return { tests, problems, failed };
}

function parseLine(text: string): ReportLine | null {
  try {
    return reportLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function toTestResult(runner: TestRunner, line: Extract<ReportLine, { type: "test" }>): TestResult {
  const failed = line.outcome === "failed";
  return {
    id: { runner, file: line.file, name: line.name },
    outcome: line.outcome,
    failure: failed ? (line.failure ?? "error") : null,
    message: failed ? cutText(line.message ?? "", messageLimit) : null,
    durationMs: line.durationMs,
  };
}

function findGaps(lines: readonly ReportLine[], tests: number): readonly string[] {
  const ends = lines.filter((line) => line.type === "end");
  const [end] = ends;
  if (end === undefined) return ["The report ends before the runner did: it is truncated."];
  if (ends.length > 1 || lines.at(-1)?.type !== "end") return ["The report goes on after its end."];
  return end.tests === tests ? [] : [`The report holds ${tests} tests and speaks of ${end.tests}.`];
}

function describeError(line: ReportLine): readonly string[] {
  if (line.type === "file-error") return [`${line.file}: ${cutText(line.message, 1_000)}`];
  return line.type === "run-error" ? [cutText(line.message, 1_000)] : [];
}
