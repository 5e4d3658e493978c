import { testPathPattern } from "../../classify-path.ts";

/** The reporter that Mocha loads before any test; both live in one process, and the path is not left in its environment. */
export const mochaReporterSource = String.raw`
const { writeFileSync } = require("node:fs");
const { relative, sep } = require("node:path");

const reportPath = process.env.KIMI_EVIDENCE_REPORT;
delete process.env.KIMI_EVIDENCE_REPORT;
const write = writeFileSync;
const root = process.cwd();
const testPath = new RegExp(${JSON.stringify(testPathPattern)});
const toTreePath = (file) => relative(root, file).split(sep).join("/");

module.exports = class KimiReporter {
  constructor(runner) {
    const lines = [];
    const add = (test, outcome, error) => lines.push(describeTest(test, outcome, error));
    runner.on("pass", (test) => test.currentRetry() > 0
      ? add(test, "failed", new Error("It passed when tried again only."))
      : add(test, "passed"));
    runner.on("fail", (test, error) => test.type === "hook"
      ? lines.push({ type: "file-error", file: toTreePath(test.file || fileOf(test)), message: test.title + ": " + messageOf(error) })
      : add(test, "failed", error));
    runner.on("pending", (test) => add(test, "skipped"));
    runner.once("end", () => {
      const tests = lines.filter((line) => line.type === "test").length;
      lines.push({ type: "end", tests });
      write(reportPath, lines.map((line) => JSON.stringify(line) + "\n").join(""));
    });
  }
};

function describeTest(test, outcome, error) {
  const file = toTreePath(test.file || fileOf(test));
  return {
    type: "test", file, name: test.titlePath().join(" > "), outcome,
    failure: error ? kindOf(error, file) : null,
    message: error ? messageOf(error) : null,
    durationMs: test.duration === undefined ? null : test.duration,
  };
}

function fileOf(test) {
  for (let each = test; each; each = each.parent) if (each.file) return each.file;
  return root + sep + "unknown";
}

function kindOf(error, file) {
  if (error.code === "ERR_MOCHA_TIMEOUT") return "timeout";
  const asserted = error.code === "ERR_ASSERTION" || error.name === "AssertionError";
  return asserted && isOfTest(String(error.stack), file) ? "assertion" : "error";
}

/** An assertion in the code under test is an error like any other: no test made it. */
function isOfTest(stack, file) {
  const place = [...stack.matchAll(/^ +at .*?(?:file:\/\/)?((?:\/|\w)[^():]*):\d+:\d+\)?$/gm)]
    .map(([, path]) => path.startsWith("node:") ? "../" : toTreePath(decodeURI(path)))
    .find((path) => !path.startsWith("../") && !path.includes("node_modules/"));
  return place === undefined || place === file || testPath.test(place);
}

function messageOf(error) {
  return String(error.stack || error.message || error).replace(/\n +at .*\(?node:.*/g, "")
    .replaceAll("file://" + root + sep, "").replaceAll(root + sep, "");
}
`;
