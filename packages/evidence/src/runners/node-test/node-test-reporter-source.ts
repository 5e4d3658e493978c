import { testPathPattern } from "../../classify-path.ts";

/**
 * The reporter that `node --test` loads. It runs in the runner's own process; tests run in others.
 * Written for Node 20 and later: older ones name no `entryFile` and mark no plain test with a type.
 */
export const nodeTestReporterSource = String.raw`
import { relative, resolve, sep } from "node:path";

const root = process.cwd();
const testPath = new RegExp(${JSON.stringify(testPathPattern)});
const toTreePath = (file) => relative(root, resolve(root, file)).split(sep).join("/");

/** Names from the outermost suite down, as "test:start" announces them. */
let names = [];
/** Kinds of failure seen below the test at each depth: a parent that fails for its subtests fails like them. */
let failuresBelow = [];
const stderr = new Map();
const filesWithTests = new Set();

export default async function* report(events) {
  let tests = 0;
  for await (const { type, data } of events) {
    if (type === "test:stderr" && data.file) {
      const file = toTreePath(data.file);
      stderr.set(file, ((stderr.get(file) ?? "") + data.message).slice(-4000));
    }
    if (type === "test:start") {
      names = [...names.slice(0, data.nesting), data.name];
      failuresBelow.length = Math.min(failuresBelow.length, data.nesting + 1);
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    const line = isFile(data) ? describeFile(type, data) : describeTest(type, data);
    if (line === null) continue;
    if (line.type === "test") tests += 1;
    yield JSON.stringify(line) + "\n";
  }
  yield JSON.stringify({ type: "end", tests }) + "\n";
}

/** A file reports as a test named after itself when it went wrong or when it held none. */
function isFile(data) {
  return data.nesting === 0 && data.entryFile === undefined && data.file !== undefined
    && resolve(root, data.name) === resolve(root, data.file);
}

function describeFile(type, data) {
  if (type === "test:pass") return null;
  const file = toTreePath(data.file);
  const what = filesWithTests.has(file) ? "The file failed after its tests." : "The file does not load.";
  return { type: "file-error", file, message: withoutRoot(what + "\n" + (stderr.get(file) ?? "")).trim() };
}

function describeTest(type, data) {
  const { nesting, details } = data;
  const name = [...names.slice(0, nesting), data.name].join(" > ");
  const failed = type === "test:fail" && data.todo === undefined;
  const file = toTreePath(data.entryFile ?? data.file);
  const failure = failed ? kindOf(details.error, failuresBelow[nesting + 1], file) : null;
  failuresBelow.length = Math.min(failuresBelow.length, nesting + 1);
  if (failed) failuresBelow[nesting] ??= failure;
  if (details.type === "suite") return failed && details.error?.failureType !== "subtestsFailed"
    ? { type: "file-error", file, message: name + ": " + messageOf(details.error) } : null;
  filesWithTests.add(file);
  return {
    type: "test", file, name,
    outcome: data.skip !== undefined ? "skipped" : data.todo !== undefined ? "todo" : failed ? "failed" : "passed",
    failure, message: failed ? messageOf(details.error) : null,
    durationMs: details.duration_ms ?? null,
  };
}

function kindOf(error, below, file) {
  if (error?.failureType === "testTimeoutFailure") return "timeout";
  if (error?.failureType === "subtestsFailed") return below ?? "error";
  if (error?.failureType !== "testCodeFailure") return "error";
  const { cause } = error;
  const asserted = cause?.code === "ERR_ASSERTION" || cause?.name === "AssertionError";
  return asserted && isOfTest(String(cause.stack), file) ? "assertion" : "error";
}

/** An assertion in the code under test is an error like any other: no test made it. */
function isOfTest(stack, file) {
  const place = listPlaces(stack)[0];
  return place === undefined || place === file || testPath.test(place);
}

/** Files of the project that a stack passes through, innermost first. */
function listPlaces(stack) {
  return [...stack.matchAll(/^ +at .*?(?:file:\/\/)?(\/[^():]+):\d+:\d+\)?$/gm)]
    .map(([, path]) => relative(root, decodeURI(path)).split(sep).join("/"))
    .filter((path) => !path.startsWith("../") && !path.includes("node_modules/"));
}

function messageOf(error) {
  const cause = error?.cause ?? error;
  return withoutRoot(String(cause?.stack ?? cause?.message ?? cause ?? "").replace(/\n +at .*\(?node:.*/g, ""));
}

/** Where the tree lies differs from run to run, and says nothing. */
function withoutRoot(text) {
  return text.replaceAll("file://" + root + sep, "").replaceAll(root + sep, "");
}
`;
