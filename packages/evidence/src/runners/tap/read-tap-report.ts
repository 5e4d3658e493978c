import type { TestResult } from "@kimi/contracts";
import { cutText } from "../../cut-text.ts";
import type { TestReport } from "../read-test-report.ts";
import { namesFile } from "../declared/names-file.ts";
import { judgeTapFailure } from "./judge-tap-failure.ts";
import { type ReadTapPoint, readTapPoints } from "./read-tap-points.ts";

/** Reads the TAP of one test file. Subtests count one by one; the point that sums them up does not. */
export function readTapReport(report: string | undefined, files: readonly string[]): TestReport {
  if (report === undefined || report.trim() === "") {
    return { tests: [], problems: ["The runner wrote no report."], failed: false };
  }
  const [file = ""] = files;
  const { points, problems: gaps } = readTapPoints(report);
  const problems = [...gaps];
  const tests = points.flatMap((point) => listResults(point, [], file));
  const broken = points.filter((point) => isFailed(point) && isWholeFile(point, file));
  problems.push(
    ...broken.map(({ diagnostics }) => `${file}: The file does not load.\n${cutText(diagnostics, 900)}`),
  );
  const bailedOut = problems.some((problem) => problem.startsWith("The runner bailed out"));
  return { tests, problems, failed: bailedOut || points.some(isFailed) };
}

/** A file that held no test, or did not load, is a point of its own. */
function isWholeFile({ description, subtests }: ReadTapPoint, file: string): boolean {
  return namesFile(description, file) && subtests.length === 0;
}

function isFailed({ ok, directive }: ReadTapPoint): boolean {
  return !ok && directive !== "todo";
}

function listResults(point: ReadTapPoint, around: readonly string[], file: string): readonly TestResult[] {
  const { description, number, subtests, diagnostics, directive } = point;
  if (isWholeFile(point, file)) return [];
  // Vitest puts the file in front of names where it does not nest them.
  const described = description.startsWith(`${file} > `) ? description.slice(file.length + 3) : description;
  const name = described === "" ? `#${number}` : described;
  const names = namesFile(name, file) ? around : [...around, name];
  const below = subtests.flatMap((each) => listResults(each, names, file));
  // What is skipped or planned as a whole is so in all its parts.
  if (directive !== null && below.length > 0) {
    return below.map((test) => ({ ...test, outcome: outcomeOf(directive), failure: null, message: null }));
  }
  // A point that fails although all its subtests held has failed by itself, in a hook for example.
  const isSum = below.some(({ outcome }) => outcome === "failed") || (point.ok && below.length > 0);
  if (isSum) return below;
  const failed = isFailed(point);
  return [
    ...below,
    {
      id: { runner: "tap", file, name: names.join(" > ") },
      outcome: directive === null ? (point.ok ? "passed" : "failed") : outcomeOf(directive),
      failure: failed ? judgeTapFailure(diagnostics, file) : null,
      message: failed ? cutText(diagnostics, 4_000) : null,
      durationMs: readDuration(diagnostics),
    },
  ];
}

function outcomeOf(directive: "skip" | "todo"): "skipped" | "todo" {
  return directive === "skip" ? "skipped" : "todo";
}

function readDuration(diagnostics: string): number | null {
  const [, ms] = /^ *duration_ms: ([\d.]+)$/m.exec(diagnostics) ?? [];
  return ms === undefined || Number.isNaN(Number(ms)) ? null : Number(ms);
}
