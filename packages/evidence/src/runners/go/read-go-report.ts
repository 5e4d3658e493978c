import type { TestResult } from "@kimi/contracts";
import { cutText } from "../../cut-text.ts";
import type { TestReport } from "../read-test-report.ts";
import { type GoEvent, readGoEvents } from "./go-event.ts";
import { judgeGoFailure } from "./judge-go-failure.ts";
import { quoteGoOutput } from "./quote-go-output.ts";

/** Which file holds which test, as the lines before the events say. */
type Sources = readonly (readonly [name: string, file: string])[];

/** Reads the events of `go test -json`, after lines that say which file holds which test. */
export function readGoReport(report: string | undefined, files: readonly string[]): TestReport {
  if (report === undefined || report.trim() === "") {
    return { tests: [], problems: ["The runner wrote no report."], failed: false };
  }
  const lines = report.split("\n");
  const sources = lines.flatMap((line): Sources => {
    const [, name, file] = /^kimi-source (\w+) (.+)$/.exec(line) ?? [];
    return name === undefined || file === undefined ? [] : [[name, file]];
  });
  const { events, printed } = readGoEvents(lines.filter((line) => !line.startsWith("kimi-source ")));
  const byPackage = Map.groupBy(events, (event) => event.Package ?? "");
  const tests = [...byPackage.values()].flatMap((ofPackage) => readPackage(ofPackage, sources));
  const spoken = new Set(tests.map(({ id }) => id.file));
  const isBroken =
    printed.some((line) => /^FAIL\t.*\[.* failed\]$/.test(line)) ||
    events.some(({ Action, Test }) => Action === "build-fail" || (Action === "fail" && Test === undefined));
  const said = [...printed, ...events.map(({ Output = "" }) => Output.trimEnd())].join("\n").trim();
  const errors = isBroken
    ? files
        .filter((file) => !spoken.has(file))
        .map((file) => `${file}: The file does not load.\n${cutText(said, 900)}`)
    : [];
  const isEnded = isBroken || events.some(({ Action, Test }) => Test === undefined && isEnd(Action));
  return {
    tests,
    problems: [...(isEnded ? [] : ["The report ends before the runner did: it is truncated."]), ...errors],
    failed: isBroken || tests.some(({ outcome }) => outcome === "failed"),
  };
}

function isEnd(action: string): boolean {
  return action === "pass" || action === "fail" || action === "skip";
}

function readPackage(events: readonly GoEvent[], sources: Sources): readonly TestResult[] {
  const printed = events.map(({ Output = "" }) => Output).join("");
  const byTest = Map.groupBy(events, ({ Test }) => Test ?? "");
  byTest.delete("");
  const read = [...byTest].flatMap(([name, ofTest]) => toResult(name, ofTest, { sources, printed }));
  return read.map((test) => blameSubtests(test, read));
}

function toResult(
  name: string,
  events: readonly GoEvent[],
  { sources, printed }: { readonly sources: Sources; readonly printed: string },
): readonly TestResult[] {
  const [top = ""] = name.split("/");
  const file = findFile(top, events[0]?.Package ?? "", sources);
  if (file === undefined) return [];
  const end = events.findLast(({ Action }) => isEnd(Action));
  const action = end?.Action ?? findEnd(name, printed);
  const output = events.map(({ Output = "" }) => Output).join("");
  // A test without an end was cut off, by a panic or by the end of its process.
  const failed = action === undefined || action === "fail";
  return [
    {
      id: { runner: "go", file, name },
      outcome: failed ? "failed" : action === "pass" ? "passed" : "skipped",
      failure: failed ? judgeGoFailure(output, action === undefined) : null,
      message: failed ? cutText(quoteGoOutput(output, file), 4_000) : null,
      durationMs: end?.Elapsed === undefined ? null : end.Elapsed * 1000,
    },
  ];
}

/** The file in the folder that a package path ends with; the root of a module has no folder, and comes last. */
function findFile(test: string, packagePath: string, sources: Sources): string | undefined {
  return sources
    .filter(([name, path]) => {
      const folder = folderOf(path);
      return name === test && (folder === "" || packagePath === folder || packagePath.endsWith(`/${folder}`));
    })
    .toSorted(([, a], [, b]) => folderOf(b).length - folderOf(a).length)[0]?.[1];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Before Go 1.20, the end of a test is not seen where the test printed a line and did not end it. */
function findEnd(name: string, printed: string): string | undefined {
  return ["pass", "fail", "skip"].find((action) =>
    printed.includes(`--- ${action.toUpperCase()}: ${name} (`),
  );
}

/** A test that says nothing itself and fails for its subtests fails as they do. */
function blameSubtests(test: TestResult, all: readonly TestResult[]): TestResult {
  if (test.outcome !== "failed" || test.message !== "") return test;
  const below = all.filter(
    ({ id, outcome }) => outcome === "failed" && id.name.startsWith(`${test.id.name}/`),
  );
  if (below.length === 0) return test;
  const failure = below.every((each) => each.failure === "assertion") ? "assertion" : "error";
  const message = below.map((each) => `${each.id.name}: ${each.message ?? ""}`).join("\n");
  return { ...test, failure, message: cutText(message, 4_000) };
}
