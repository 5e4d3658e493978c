import { describe, expect, it } from "vitest";
import { listWeakenings } from "../../src/weakened/list-weakenings.ts";

const listed = (path: string, before: string | null, after: string | null): readonly string[] =>
  listWeakenings([
    { path, before, after },
    { path: "test/a.test.js", before: 'test("a", () => {});\n', after: 'test("a", () => {});\n' },
  ]).map(({ kind, message }) => `${kind}: ${message}`);
const altered = (names: string): readonly string[] => [`settings: How tests are run was altered: ${names}.`];

describe("what decides how tests are run", () => {
  it.each([
    [
      "package.json",
      '{ "scripts": { "test": "node --test" } }',
      '{ "scripts": { "test": "exit 0" } }',
      "scripts.test",
    ],
    ["app/package.json", '{ "jest": { "bail": 1 } }', '{ "jest": { "bail": 0 } }', "jest"],
    [
      "tsconfig.json",
      '{\n  // mapped\n  "compilerOptions": { "paths": { "a": ["b"], } },\n}',
      '{ "compilerOptions": { "paths": { "a": ["test/fake"] } } }',
      "paths",
    ],
    [
      "vite.config.ts",
      "export default { plugins: [], test: { bail: 1 } };",
      "export default { plugins: [], test: { bail: 2 } };",
      "test",
    ],
    ["vitest.config.mjs", "export default {};", "export default { test: { include: [] } };", "the file"],
    [".mocharc.json", "{}", '{ "grep": "x" }', "the file"],
    ["pytest.ini", "[pytest]\n", "[pytest]\naddopts = -k none\n", "the file"],
    [
      "pyproject.toml",
      '[project]\nname = "a"\n[tool.pytest.ini_options]\naddopts = ""\n',
      '[project]\nname = "a"\n[tool.pytest.ini_options]\naddopts = "-k x"\n',
      "[tool.pytest.ini_options]",
    ],
    [
      "setup.cfg",
      "[metadata]\n[tool:pytest]\nx = 1\n",
      "[metadata]\n[tool:pytest]\nx = 2\n",
      "[tool:pytest]",
    ],
    [
      "Cargo.toml",
      '[package]\nname = "a"\n\n[[test]]\nname = "b"\n',
      '[package]\nname = "a"\n\n[[test]]\nname = "b"\nharness = false\n',
      "[test]",
    ],
    ["Cargo.toml", '[lib]\nname = "a"\n', '[lib]\nname = "a"\ntest = false\n', "[lib]"],
    [
      "Makefile",
      "all:\n\tgo build\ntest: all\n\tgo test ./...\n",
      "all:\n\tgo build\ntest: all\n\ttrue\n",
      "test",
    ],
    [
      "justfile",
      "unit-test filter='':\n    cargo test {{filter}}\n",
      "unit-test filter='':\n    true\n",
      "unit-test",
    ],
    ["noxfile.py", "session.run('pytest')\n", "pass\n", "the file"],
    ["deno.json", '{ "tasks": { "test": "deno test" } }', '{ "tasks": { "test": "true" } }', "tasks"],
    [".github/workflows/ci.yml", "run: npm test\n", "run: npm test || true\n", "the file"],
  ])("is seen to change in %s", (path, before, after, names) => {
    expect(listed(path, before, after)).toEqual(altered(names));
    expect(listed(path, before, null)).toEqual([
      `settings: How tests are run was altered: ${names} is gone.`,
    ]);
    expect(listed(path, before, before)).toEqual([]);
  });

  it.each([
    [
      "package.json",
      '{ "scripts": { "test": "echo \\"Error: no test specified\\" && exit 1" } }',
      '{ "scripts": { "test": "node --test" } }',
    ],
    [
      "package.json",
      '{ "scripts": { "test": "node --test" } }',
      '{ "scripts": { "test": "node --test", "lint": "x" }, "dependencies": {} }',
    ],
    ["tsconfig.json", "{}", '{ "compilerOptions": { "strict": true } }'],
    ["vite.config.ts", "export default { plugins: [] };", "export default { plugins: [a] };"],
    ["pyproject.toml", "[project]\n", "[project]\ndependencies = []\n"],
    ["src/a.js", "1", "2"],
  ])("is not touched by other changes of %s", (path, before, after) => {
    expect(listed(path, before, after)).toEqual([]);
  });

  it("is mentioned when it is new beside tests that were there", () => {
    const message = "added-settings: It is new, and decides how tests are run.";
    expect(listed("vitest.config.ts", null, "export default {};")).toEqual([message]);
    expect(listWeakenings([{ path: "vitest.config.ts", before: null, after: "export default {};" }])).toEqual(
      [],
    );
  });
});

describe("what tests rely on", () => {
  it("is seen to change, test files apart", () => {
    expect(listed("test/data.json", "{}", "[]")).toEqual(["support: What tests rely on was altered."]);
    expect(listed("test/data.json", "{}", null)).toEqual(["support: What tests rely on was taken away."]);
    expect(listed("test/data.json", null, "{}")).toEqual([]);
  });

  it("is a snapshot that may gain entries and not lose or change them", () => {
    const snapshot = (...entries: readonly string[]): string =>
      [
        "// Vitest Snapshot v1\n",
        ...entries.map((each, index) => `exports[\`s ${index + 1}\`] = \`\n${each}\n\`;\n`),
      ].join("\n");
    const path = "test/__snapshots__/a.test.js.snap";
    expect(listed(path, snapshot("a"), snapshot("a", "b"))).toEqual([]);
    expect(listed(path, snapshot("a", "b"), snapshot("a", "c"))).toEqual([
      "support: The snapshot “s 2” was regenerated.",
    ]);
    expect(listed(path, snapshot("a", "b"), snapshot("a"))).toEqual([
      "support: The snapshot “s 2” was taken away.",
    ]);
  });
});
