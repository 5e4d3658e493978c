import { isKimiError } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { assertWritable, isTestPath, refusalOf } from "../../src/workspace/write-scope.ts";

const none: ReadonlySet<string> = new Set();

describe("isTestPath", () => {
  it.each([
    "test/a.js",
    "src/__tests__/a.ts",
    "a.test.ts",
    "src/a.spec.tsx",
    "test_api.py",
    "api_test.go",
    "tests/conftest.py",
    "vitest.config.ts",
    "fixtures/x.json",
  ])("takes %s for a test or test support", (path) => expect(isTestPath(path)).toBe(true));

  it.each(["src/app.ts", "src/contest.ts", "latest.js", "app/main.py", "package.json", "testing.md"])(
    "takes %s for something else",
    (path) => expect(isTestPath(path)).toBe(false),
  );
});

describe("refusalOf", () => {
  it("keeps coding away from the tests that prove requirements and lets it write everything else", () => {
    const bound = new Set(["test/a.test.js"]);
    expect(refusalOf("test/a.test.js", "source", bound)).toMatch(/testing stage/);
    expect(refusalOf("test/other.test.js", "source", bound)).toBeNull();
    expect(refusalOf("src/a.js", "source", bound)).toBeNull();
  });

  it("keeps testing to tests", () => {
    expect(refusalOf("src/a.js", "tests", none)).toMatch(/tests and test support only/);
    expect(refusalOf("test/a.js", "tests", none)).toBeNull();
  });

  it("leaves installed dependencies to package managers, whoever asks", () => {
    for (const scope of ["source", "tests", "none"] as const) {
      expect(refusalOf("node_modules/x/index.js", scope, none)).toMatch(/package managers/);
      expect(refusalOf("app/.venv/lib/x.py", scope, none)).toMatch(/package managers/);
    }
  });

  it("lets a persona without a write scope write nothing", () => {
    expect(refusalOf("notes.md", "none", none)).toMatch(/writes no files/);
  });
});

describe("assertWritable", () => {
  it("names the first path that is refused", () => {
    const attempt = () => assertWritable(["test/a.js", "src/b.js"], "tests", none);
    expect(attempt).toThrow(/src\/b\.js/);
    expect(attempt).toThrow(expect.toSatisfy((error: unknown) => isKimiError(error, "path-refused")));
  });
});
