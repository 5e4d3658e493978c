import { isJavaScriptPath } from "../javascript/parse-javascript.ts";
import { listChecks } from "./list-checks.ts";
import { listGoTests } from "./list-go-tests.ts";
import { listJavaScriptTests } from "./list-javascript-tests.ts";
import { listPythonTests } from "./list-python-tests.ts";
import { listRustTests } from "./list-rust-tests.ts";

/** A test as it stands in a file. */
export interface SourceTest {
  /** As in a test id: " > " between suites in JavaScript, "::" between classes, modules and functions elsewhere. */
  readonly name: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Marked so that it does not run or does not count: skip, todo, expected failure. */
  readonly skipped: boolean;
  /** Marked so that others do not run. */
  readonly focused: boolean;
  /** Source text of each assertion, white space normalised. */
  readonly assertions: readonly string[];
}

/** The tests of a file, found without running it; none when its language is not known or it does not parse. */
export function listTests(path: string, text: string): readonly SourceTest[] {
  if (isJavaScriptPath(path)) return listJavaScriptTests(path, text);
  if (path.endsWith(".py")) return listPythonTests(text);
  if (path.endsWith("_test.go")) return listGoTests(text);
  if (path.endsWith(".json")) return listChecks(text);
  return path.endsWith(".rs") ? listRustTests(text) : [];
}
