import { testPathPattern } from "../../classify-path.ts";

/** The reporter that Vitest loads into its main process; tests run in workers, which are not told the report's path. */
export const vitestReporterSource = String.raw`
import { writeFileSync } from "node:fs";
import { relative, sep } from "node:path";

const reportPath = process.env.KIMI_EVIDENCE_REPORT;
delete process.env.KIMI_EVIDENCE_REPORT;
const root = process.cwd();
const testPath = new RegExp(${JSON.stringify(testPathPattern)});
const toTreePath = (file) => relative(root, file).split(sep).join("/");

export default class KimiReporter {
  onTestRunEnd(modules, errors) {
    const lines = [...modules].flatMap(describeModule);
    const tests = lines.filter((line) => line.type === "test").length;
    for (const error of errors) lines.push({ type: "run-error", message: messageOf(error) });
    lines.push({ type: "end", tests });
    writeFileSync(reportPath, lines.map((line) => JSON.stringify(line) + "\n").join(""));
  }
}

function describeModule(module) {
  const file = toTreePath(module.moduleId);
  const fileErrors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => [...suite.errors()])];
  return [
    ...fileErrors.map((error) => ({ type: "file-error", file, message: messageOf(error) })),
    ...[...module.children.allTests()].map((test) => describeTest(file, test)),
  ];
}

function describeTest(file, test) {
  const result = test.result();
  const failed = result.state === "failed";
  return {
    type: "test", file, name: test.fullName,
    outcome: outcomeOf(test, result.state),
    failure: failed ? kindOf(result.errors ?? [], file) : null,
    message: failed ? (result.errors ?? []).map(messageOf).join("\n\n") : null,
    durationMs: test.diagnostic()?.duration ?? null,
  };
}

/** A test that is expected to fail shows nothing by doing so. */
function outcomeOf(test, state) {
  if (test.options.mode === "todo") return "todo";
  if (state === "failed") return "failed";
  if (test.options.fails) return "todo";
  return state === "passed" ? "passed" : "skipped";
}

/** A test that collects several errors went red by assertion only if each of them is one. */
function kindOf(errors, file) {
  if (errors.some((error) => error.name === "TestTimeoutError" || /^Test timed out in /.test(error.message))) return "timeout";
  return errors.length > 0 && errors.every((error) => isAssertion(error) && isOfTest(error, file)) ? "assertion" : "error";
}

function isAssertion(error) {
  return error.code === "ERR_ASSERTION" || error.name === "AssertionError" || /^Snapshot .* mismatched$/.test(error.message ?? "");
}

/** Files of the project that an error's stack passes through, innermost first. */
function listPlaces(error) {
  return (error.stacks ?? parseStack(error.stack ?? "")).map((frame) => ({ ...frame, path: toTreePath(frame.file) }))
    .filter(({ path }) => !path.startsWith("../") && !path.includes("node_modules/"));
}

/** Before version 4, Vitest leaves this to its own reporters. */
function parseStack(stack) {
  return [...stack.matchAll(/^ +at .*?(?:file:\/\/)?(\/[^():]+):(\d+):\d+\)?$/gm)]
    .map(([, file, line]) => ({ file: decodeURI(file), line: Number(line) }));
}

/** An assertion in the code under test is an error like any other: no test made it. */
function isOfTest(error, file) {
  const place = listPlaces(error)[0]?.path;
  return place === undefined || place === file || testPath.test(place);
}

function messageOf(error) {
  const text = [error.name, error.message].filter(Boolean).join(": ");
  return [text, error.diff, ...listPlaces(error).slice(0, 5).map(({ path, line }) => "    at " + path + ":" + line)]
    .filter(Boolean).join("\n").replaceAll("file://" + root + sep, "").replaceAll(root + sep, "");
}
`;
