import type { TestResult } from "@kimi/contracts";
import { cutText } from "../../cut-text.ts";
import type { TestReport } from "../read-test-report.ts";
import { namesFile } from "../declared/names-file.ts";
import { readXml, type XmlElement } from "../xml/read-xml.ts";
import { assignFile } from "./assign-file.ts";
import { type JunitCase, listJunitCases } from "./list-junit-cases.ts";
import { toJunitResult } from "./to-junit-result.ts";

/** Reads JUnit XML, in any of its dialects. */
export function readJunitReport(report: string | undefined, files: readonly string[]): TestReport {
  if (report === undefined || report.trim() === "") {
    return { tests: [], problems: ["The runner wrote no report."], failed: false };
  }
  const document = readXml(report);
  if ("problem" in document) return malformed(document.problem);
  const { root } = document;
  if (root.name !== "testsuites" && root.name !== "testsuite") {
    return malformed(`its root is <${root.name}>, not <testsuites> or <testsuite>.`);
  }
  const { cases, problems } = listJunitCases(root);
  const read = cases.map((one) => readCase(one, files));
  const tests = read.flatMap(({ test }) => test ?? []);
  const all = [...problems, ...new Set(read.flatMap(({ problem }) => problem ?? []))];
  const failed =
    tests.some(({ outcome }) => outcome === "failed") ||
    cases.some(({ ending }) => ending === "failure" || ending === "error") ||
    countAnnounced(root) > 0;
  return { tests, problems: [...all, ...findHidden(root, cases)], failed };
}

function malformed(problem: string): TestReport {
  return { tests: [], problems: [`The report is malformed: ${problem}`], failed: false };
}

interface ReadCase {
  readonly test?: TestResult;
  readonly problem?: string;
}

function readCase(one: JunitCase, files: readonly string[]): ReadCase {
  const ofFile = findWholeFile(one, files);
  const isBroken = one.ending === "failure" || one.ending === "error";
  if (ofFile !== undefined && isBroken) {
    return { problem: `${ofFile}: The file does not load.\n${cutText(one.text, 900)}` };
  }
  // One that held no test is no test.
  if (ofFile !== undefined) return {};
  const assigned = assignFile(one, files);
  return assigned === null
    ? { problem: `The result “${cutText(one.name, 200)}” belongs to none of the files that were asked for.` }
    : { test: toJunitResult(one, assigned) };
}

/** A file that goes wrong as a whole is reported as a test named after itself, by pytest after its module. */
function findWholeFile({ name }: JunitCase, files: readonly string[]): string | undefined {
  return files.find(
    (file) => namesFile(name, file) || name === file.replace(/\.\w+$/, "").replaceAll("/", "."),
  );
}

/** Failures that a suite counts and no test case shows. */
function findHidden(root: XmlElement, cases: readonly JunitCase[]): readonly string[] {
  const shown = cases.filter(({ ending }) => ending === "failure" || ending === "error").length;
  const announced = countAnnounced(root);
  return announced > 0 && shown === 0 ? [`The report announces ${announced} failures and shows none.`] : [];
}

function countAnnounced({ name, attributes, children }: XmlElement): number {
  const own = Number(attributes.get("failures") ?? 0) + Number(attributes.get("errors") ?? 0);
  if (name === "testsuite" || own > 0) return Number.isFinite(own) ? own : 0;
  return children.reduce((sum, child) => sum + (typeof child === "string" ? 0 : countAnnounced(child)), 0);
}
