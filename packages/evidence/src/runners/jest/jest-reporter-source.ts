import { testPathPattern } from "../../classify-path.ts";

/** The reporter that Jest loads into its main process before any test is run; the path is not left in the environment. */
export const jestReporterSource = String.raw`
const { writeFileSync } = require("node:fs");
const { relative, sep } = require("node:path");

const reportPath = process.env.KIMI_EVIDENCE_REPORT;
delete process.env.KIMI_EVIDENCE_REPORT;
const root = process.cwd();
const testPath = new RegExp(${JSON.stringify(testPathPattern)});
const toTreePath = (file) => relative(root, file).split(sep).join("/");

module.exports = class KimiReporter {
  onRunComplete(contexts, results) {
    const lines = results.testResults.flatMap(describeFile);
    const tests = lines.filter((line) => line.type === "test").length;
    if (results.runExecError) lines.push({ type: "run-error", message: textOf(results.runExecError) });
    lines.push({ type: "end", tests });
    writeFileSync(reportPath, lines.map((line) => JSON.stringify(line) + "\n").join(""));
  }
};

function describeFile({ testFilePath, testExecError, failureMessage, testResults }) {
  const file = toTreePath(testFilePath);
  const lines = testResults.map((test) => describeTest(file, test));
  return testExecError ? [...lines, { type: "file-error", file, message: withoutRoot(failureMessage || textOf(testExecError)) }] : lines;
}

function describeTest(file, test) {
  const retried = test.status === "passed" && (test.invocations || 1) > 1;
  const failed = test.status === "failed" || retried;
  return {
    type: "test", file, name: [...test.ancestorTitles, test.title].join(" > "),
    outcome: failed ? "failed" : outcomeOf(test),
    failure: failed ? (retried ? "error" : kindOf(test, file)) : null,
    message: failed ? withoutRoot(retried ? "It passed when tried again only." : test.failureMessages.join("\n\n")) : null,
    durationMs: test.duration == null ? null : test.duration,
  };
}

/** A test that is expected to fail shows nothing by doing so. */
function outcomeOf({ status, failing }) {
  if (status === "todo" || failing) return "todo";
  return status === "passed" ? "passed" : "skipped";
}

/** Several errors are one failure by assertion only if each of them is one, made by the test. */
function kindOf({ failureMessages, failureDetails }, file) {
  if (failureMessages.some((message) => /^(?:\w*Error: )?(?:thrown: "?)?Exceeded timeout of /.test(message))) return "timeout";
  const asserted = failureMessages.every((message, index) => isAssertion(message, failureDetails[index]) && isOfTest(message, file));
  return failureMessages.length > 0 && asserted ? "assertion" : "error";
}

function isAssertion(message, detail) {
  const error = detail && detail.error ? detail.error : detail;
  return Boolean(error && (error.matcherResult || error.code === "ERR_ASSERTION" || error.name === "AssertionError"))
    // What node:assert throws is worded anew by Jest.
    || /^assert(?:\.\w+)?\(/.test(withoutRoot(message));
}

/** An assertion in the code under test is an error like any other: no test made it. */
function isOfTest(stack, file) {
  const place = [...stack.matchAll(/^ +at .*?(?:file:\/\/)?(\/[^():]+):\d+:\d+\)?$/gm)].map(([, path]) => toTreePath(decodeURI(path)))
    .find((path) => !path.startsWith("../") && !path.includes("node_modules/"));
  return place === undefined || place === file || testPath.test(place);
}

function textOf(error) {
  return withoutRoot(String(error.stack || error.message || error));
}

/** Frames of Jest itself, colours, and where the tree lies, say nothing. */
function withoutRoot(text) {
  return text.replace(/\u001b\[\d*m/g, "").replace(/\n +at .*\(?(?:node:|.*node_modules\/).*/g, "").replaceAll("file://" + root + sep, "").replaceAll(root + sep, "");
}
`;
