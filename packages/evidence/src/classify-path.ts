/**
 * Test files by the usual names, and everything in a folder for tests. Kept to what JavaScript and Python both
 * understand, since the reporters that run in either use it too.
 */
export const testPathPattern = [
  String.raw`(?:^|/)(?:tests?|__tests__|__mocks__|__snapshots__|__fixtures__|specs?|e2e)/`,
  String.raw`[.-](?:test|spec)\.[cm]?[jt]sx?$`,
  String.raw`(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py$`,
  String.raw`_test\.go$`,
].join("|");

const testPath = new RegExp(testPathPattern);

/**
 * True for what belongs to the tests and not to what they test. Such files are present in every tree that a test is
 * run in, and never emptied.
 */
export function isTestPath(path: string): boolean {
  return testPath.test(path);
}

/** True for tests, and for sources of a language in which tests stand among them. */
export function mayHoldTests(path: string): boolean {
  return isTestPath(path) || path.endsWith(".rs");
}

/** True for manifests, lock files and the settings of runners and compilers: they are not what a test shows. */
export function isProjectSettings(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    /^(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lockb?|\.npmrc)$/.test(
      name,
    ) ||
    /^(?:tsconfig.*\.json|(?:vitest|vite|jest|babel)\.(?:config|workspace)\.[cm]?[jt]s)$/.test(name) ||
    /^(?:pyproject\.toml|setup\.(?:cfg|py)|pytest\.ini|tox\.ini|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|requirements[\w.-]*\.txt)$/.test(
      name,
    )
  );
}

/** True for what tools install or generate: no author's work. */
export function isGeneratedPath(path: string): boolean {
  return (
    isInstalledPath(path) ||
    /(?:^|\/)(?:__pycache__|\.pytest_cache|\.mypy_cache|dist|build|coverage|\.next)\//.test(path)
  );
}

/** True for installed dependencies. */
export function isInstalledPath(path: string): boolean {
  return /(?:^|\/)node_modules\//.test(path) || /^(?:\.venv|venv|env|vendor)\//.test(path);
}
