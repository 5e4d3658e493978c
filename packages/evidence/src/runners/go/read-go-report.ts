import type { TestResult } from "@kimi/contracts";
import { z } from "zod";
import { cutText } from "../../cut-text.ts";
import type { TestReport } from "../read-test-report.ts";

/** An event of `go test -json`, as `go doc test2json` describes it. */
const eventSchema = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Elapsed: z.number().optional(),
  Output: z.string().optional(),
});

type GoEvent = z.infer<typeof eventSchema>;

/** Reads the events of `go test -json`, after lines that say which file holds which test. */
export function readGoReport(report: string | undefined, files: readonly string[]): TestReport {
  if (report === undefined || report.trim() === "") {
    return { tests: [], problems: ["The runner wrote no report."], failed: false };
  }
  const lines = report.split("\n");
  const sources = lines.flatMap((line): readonly (readonly [string, string])[] => {
    const [, name, file] = /^kimi-source (\w+) (.+)$/.exec(line) ?? [];
    return name === undefined || file === undefined ? [] : [[name, file]];
  });
  const events = lines.flatMap(parseEvent);
  const results = [...Map.groupBy(events, (event) => `${event.Package ?? ""}\0${event.Test ?? ""}`).values()];
  const tests = results.flatMap((ofTest) => toResult(ofTest, sources));
  const spoken = new Set(tests.map(({ id }) => id.file));
  const broken = events.some(
    ({ Action, Test }) => Action === "build-fail" || (Action === "fail" && Test === undefined),
  );
  const errors = broken
    ? files
        .filter((file) => !spoken.has(file))
        .map((file) => `${file}: The file does not load.\n${cutText(quote(events), 900)}`)
    : [];
  const ended = events.some(({ Action, Test }) => Test === undefined && /^(?:pass|fail|skip)$/.test(Action));
  return {
    tests,
    problems: [...(ended ? [] : ["The report ends before the runner did: it is truncated."]), ...errors],
    failed: broken || tests.some(({ outcome }) => outcome === "failed"),
  };
}

/** The go command prints some lines of its own between events. */
function parseEvent(line: string): readonly GoEvent[] {
  if (!line.startsWith("{")) return [];
  try {
    return [eventSchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

function toResult(
  events: readonly GoEvent[],
  sources: readonly (readonly [string, string])[],
): readonly TestResult[] {
  const [first] = events;
  if (first?.Test === undefined) return [];
  const [top = ""] = first.Test.split("/");
  const file = sources
    .filter(([name]) => name === top)
    .find(([, path]) => isOf(path, first.Package ?? ""))?.[1];
  if (file === undefined) return [];
  const end = events.findLast(({ Action }) => /^(?:pass|fail|skip)$/.test(Action));
  const output = quote(events);
  // A test without an end was cut off, by a panic or by the end of its process.
  const failed = end === undefined || end.Action === "fail";
  return [
    {
      id: { runner: "go", file, name: first.Test },
      outcome: failed ? "failed" : end.Action === "pass" ? "passed" : "skipped",
      failure: failed ? kindOf(output, end === undefined) : null,
      message: failed ? cutText(output, 4_000) : null,
      durationMs: end?.Elapsed === undefined ? null : end.Elapsed * 1000,
    },
  ];
}

/** Whether a file lies in the folder that a package path ends with; the root of a module has no folder. */
function isOf(path: string, packagePath: string): boolean {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return folder === "" || packagePath === folder || packagePath.endsWith(`/${folder}`);
}

/** Go has no assertions: what a test file reports by `t.Error` or `t.Fatal` is one, a panic is not. */
function kindOf(output: string, cut: boolean): TestResult["failure"] {
  if (/^panic: test timed out/m.test(output)) return "timeout";
  if (cut || /^panic: /m.test(output)) return "error";
  const [, place] = /^ *(\S+\.go):\d+: /m.exec(output) ?? [];
  return place?.endsWith("_test.go") === true ? "assertion" : "error";
}

function quote(events: readonly GoEvent[]): string {
  const text = events.map(({ Output = "" }) => Output).join("");
  return text.replaceAll(/^=== .*\n/gm, "").trim();
}
