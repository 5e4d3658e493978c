import { KimiError, type WriteScope } from "@kimi/contracts";

const testFolders = new Set([
  "test",
  "tests",
  "__tests__",
  "spec",
  "specs",
  "__mocks__",
  "fixtures",
  "testdata",
]);
const testFile =
  /(^|[._-])(test|tests|spec)\.[a-z0-9]+$|^test_.*\.py$|_test\.(py|go)$|^conftest\.py$|^(vitest|jest)\.(config|setup)\.[a-z]+$|^(pytest|tox)\.ini$/;
const dependencyFolders = new Set(["node_modules", ".venv", "venv", "site-packages"]);

/** True for tests, fixtures and the settings of test runners, by their place or name. */
export function isTestPath(path: string): boolean {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  return parts.slice(0, -1).some((part) => testFolders.has(part)) || testFile.test(name);
}

/** True inside a folder that package managers fill. */
export function isDependencyPath(path: string): boolean {
  return path.split("/").some((part) => dependencyFolders.has(part));
}

/** Why a persona may not write a path; `null` when it may. */
export function refusalOf(path: string, scope: WriteScope, bound: ReadonlySet<string>): string | null {
  if (isDependencyPath(path)) return "installed dependencies are written by package managers alone";
  if (scope === "none") return "this persona writes no files";
  if (scope === "source" && bound.has(path))
    return "tests that prove requirements are written by the testing stage alone";
  if (scope === "tests" && !isTestPath(path)) {
    return "the testing stage writes tests and test support only; put it in a test folder or name it like a test";
  }
  return null;
}

/** @throws KimiError `path-refused` when the persona may not write one of the paths. */
export function assertWritable(
  paths: readonly string[],
  scope: WriteScope,
  bound: ReadonlySet<string>,
): void {
  for (const path of paths) {
    const refusal = refusalOf(path, scope, bound);
    if (refusal !== null)
      throw new KimiError("path-refused", `Cannot write ${path}: ${refusal}.`, { details: { path } });
  }
}
