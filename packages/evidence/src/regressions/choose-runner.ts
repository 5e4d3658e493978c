import type { TestRunner } from "@kimi/contracts";
import { isJavaScriptPath } from "../javascript/parse-javascript.ts";
import { listTests } from "../tests-in-source/list-tests.ts";

/**
 * The runner that a test file of the project was written for, by what it imports and, for tests that use globals, by the
 * manifest; `null` for what holds no tests or is for a runner that nobody here knows.
 */
export function chooseRunner(path: string, text: string, manifest: string): TestRunner | null {
  if (path.endsWith("_test.go")) return /^func Test\w*\(/m.test(text) ? "go" : null;
  if (path.endsWith(".rs")) return isCargoTest(path) && /#\[(?:\w+::)?test\b/.test(text) ? "cargo" : null;
  if (listTests(path, text).length === 0) return null;
  if (path.endsWith(".py")) {
    return /\bunittest\b/.test(text) && !/\bpytest\b/.test(text) ? "unittest" : "pytest";
  }
  return isJavaScriptPath(path) ? chooseForJavaScript(text, manifest) : null;
}

/** Only integration tests have a name to be run by. */
function isCargoTest(path: string): boolean {
  return /(?:^|\/)tests\/[^/]+\.rs$/.test(path);
}

const importedRunners: readonly (readonly [RegExp, TestRunner])[] = [
  [/(?:from|require\()\s*["']node:test["']/, "node-test"],
  [/(?:from|require\()\s*["']vitest["']/, "vitest"],
  [/(?:from|require\()\s*["']@jest\/globals["']/, "jest"],
  [/(?:from|require\()\s*["']mocha["']/, "mocha"],
];

function chooseForJavaScript(text: string, manifest: string): TestRunner | null {
  const imported = importedRunners.find(([pattern]) => pattern.test(text));
  if (imported !== undefined) return imported[1];
  const named = (["vitest", "jest", "mocha"] as const).filter((name) =>
    new RegExp(String.raw`"${name}"\s*:|"test[^"]*"\s*:\s*"[^"]*\b${name}\b`).test(manifest),
  );
  const [only, ...others] = named;
  return only !== undefined && others.length === 0 ? only : null;
}
