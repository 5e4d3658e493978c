import { describe, expect, it } from "vitest";
import { before, gatherWith, imports, sound } from "./gather-cart-evidence.ts";
import { gatherStaged, requirement, type Files } from "./stage-run.ts";

const guarded = 'const { total } = await import("../src/cart.js");\n';
const inTest = (body: string): string => `${imports}test("adds up", async () => {\n${body}\n});\n`;

/** One criterion for each body of a pytest function: REQ-1.1, REQ-2.1 and so on, all gathered at once. */
async function gatherPython(after: Files, bodies: readonly string[], staged: Files = {}) {
  const file = "tests/test_cart.py";
  const tests = bodies.map((body, at) => `\n\ndef test_${at + 1}():\n${body}`);
  return await gatherStaged({
    before: { "conftest.py": "", ...staged },
    after: { ...after, [file]: `import pathlib\n${tests.join("")}\n` },
    requirements: bodies.map((_, at) => requirement("must", at + 1)),
    testing: {
      suites: [{ runner: "pytest", files: [file] }],
      bindings: bodies.map((_, at) => ({ criterion: `REQ-${at + 1}.1`, file, test: `test_${at + 1}` })),
    },
  });
}

const guardedPython =
  "    try:\n        from cart import total\n    except ImportError:\n        total = None\n    assert total is not None\n";

describe("a test that fails by assertion before the run and only shows that something is there", () => {
  it.each([
    [
      "fails in the catch of an import",
      'await import("../src/added.js").catch(() => assert.fail("absent"));',
    ],
    ["asks for the type of a function", `${guarded}assert.equal(typeof total, "function");`],
    [
      "asks for a function of a new class",
      'const { Cart } = await import("../src/cart.js");\nassert.equal(typeof Cart?.prototype.total, "function");',
    ],
    [
      "asks for an export by assignment",
      'const cart = (await import("../src/common.cjs").catch(() => ({}))).default;\nassert.equal(typeof cart?.total, "function");\nassert.ok("more" in cart.tools);\nassert.notEqual(cart.tools.more, null);',
    ],
    [
      "asks for a member of what is exported",
      'const { api } = await import("../src/cart.js");\nassert.equal(typeof api?.made, "function");',
    ],
    ["asks for a file", 'assert.ok((await import("node:fs")).existsSync("src/added.js"));'],
    ["asks for a file of data", 'assert.ok((await import("node:fs")).existsSync("src/prices.json"));'],
    [
      "reads the source",
      'assert.match((await import("node:fs")).readFileSync("src/cart.js", "utf8"), /reduce/);',
    ],
    ["reads the source of a function", `${guarded}assert.match(String(total), /reduce/);`],
  ])("proves nothing: it %s", async (_, body) => {
    const { report } = await gatherWith(inTest(body), {
      after: {
        "src/cart.js": `${sound["src/cart.js"]}export class Cart {\n  total(items) {\n    return total(items);\n  }\n}\nexport const api = { made: count.bind(null) };\n`,
        "src/added.js": "export function added() {\n  return 1;\n}\n",
        "src/common.cjs":
          'function total() {\n  return 1;\n}\nconst more = () => 2;\nexports["tools"] = { more: more };\nmodule.exports.total = total;\n',
        "src/prices.json": '{ "apple": 3 }\n',
      },
    });
    expect(report.criteria).toMatchObject([
      {
        status: "unproven",
        reason: expect.stringContaining("shows that something is there, not what it does"),
      },
    ]);
    expect(report.criteria[0]!.evidence[0]!.red).toMatchObject([
      { method: "baseline", outcome: "red-assertion" },
      { method: "hollow", outcome: "green" },
    ]);
  });

  it("proves nothing in Python either: it guards an import, reads the source, asks for a file or for a member", async () => {
    const { report } = await gatherPython(
      {
        "cart.py": "def total(price, count):\n    return price * count\n",
        "shop.py": 'HANDLERS = {"total": print}\n',
      },
      [
        guardedPython,
        '    path = pathlib.Path("cart.py")\n    assert path.exists() and "total" in path.read_text()\n',
        '    assert pathlib.Path("cart.py").exists()\n',
        '    import shop\n    assert getattr(shop, "HANDLERS", {}).get("total") is not None\n',
      ],
      { "shop.py": "" },
    );
    const isThere = { status: "unproven", reason: expect.stringContaining("shows that something is there") };
    expect(report.criteria).toMatchObject([isThere, isThere, isThere, isThere]);
  });
});

describe("a test that fails by assertion before the run and shows what the code does", () => {
  it("proves a function that it loads with care", async () => {
    const { report } = await gatherWith(
      inTest(`${guarded}assert.equal(typeof total, "function");\nassert.equal(total([{ price: 2 }]), 2);`),
    );
    expect(report.criteria).toMatchObject([
      {
        status: "proven",
        reason: expect.stringContaining(
          "in the tree before the run and in the final tree with src/cart.js: total emptied",
        ),
      },
    ]);
  });

  it("proves such a function in Python", async () => {
    const cart = "def total(price, count):\n    return price * count\n";
    const { report } = await gatherPython({ "cart.py": cart }, [
      `${guardedPython}    assert total(2, 3) == 6\n`,
    ]);
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
  });

  it.each([
    [
      "a function",
      "src/cart.js",
      `${before["src/cart.js"]}export function legacy() {\n  return 1;\n}\n`,
      'assert.equal((await import("../src/cart.js")).legacy, undefined);',
    ],
    [
      "a method",
      "src/cart.js",
      `${before["src/cart.js"]}export class Old {\n  a() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n}\n`,
      'const { Old } = await import("../src/cart.js");\nassert.equal(Old.prototype.b, undefined);',
    ],
    [
      "a file",
      "src/legacy.js",
      "export const legacy = 1;\n",
      'assert.ok(!(await import("node:fs")).existsSync("src/legacy.js"));',
    ],
  ])("proves that %s is gone", async (what, path, text, body) => {
    const after =
      what === "a method"
        ? `${sound["src/cart.js"]}export class Old {\n  a() {\n    return 1;\n  }\n}\n`
        : sound["src/cart.js"]!;
    const { report } = await gatherWith(inTest(body), {
      before: { ...before, [path]: text },
      after: { "src/cart.js": after, ...(path === "src/legacy.js" ? { [path]: null } : {}) },
    });
    expect(report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("put back") },
    ]);
  });

  it("proves that a function and a method are gone in Python", async () => {
    const kept = "class Old:\n    def a(self):\n        return 1\n";
    const { report } = await gatherPython(
      { "cart.py": `def total():\n    return 1\n\n\n${kept}` },
      ['    import cart\n    assert not hasattr(cart, "legacy")\n    assert not hasattr(cart.Old, "b")\n'],
      {
        "cart.py": `@staticmethod\ndef legacy():\n    return 1\n\n\n${kept}\n    @staticmethod\n    def b():\n        return 2\n`,
      },
    );
    expect(report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("put back") },
    ]);
  });

  it.each([
    ["a pattern", "export const name = /^[a-z]+$/;\n", 'assert.ok(added.name.test("ada"));'],
    [
      "a combination of what was there",
      'import { count } from "./cart.js";\nexport const size = count;\n',
      "assert.equal(added.size([1]), 1);",
    ],
    [
      "data",
      null,
      'assert.equal(JSON.parse((await import("node:fs")).readFileSync("src/prices.json", "utf8") || "{}").apple, 3);',
    ],
  ])("proves %s beside functions that it does not need", async (_, text, body) => {
    const { report } = await gatherWith(
      inTest(
        `const added = await import("../src/added.js").catch(() => null);\nassert.notEqual(added, null);\n${body}`,
      ),
      {
        after: { "src/added.js": text ?? "export const other = 1;\n", "src/prices.json": '{ "apple": 3 }\n' },
      },
    );
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
  });

  it("is taken at its word where the language cannot be taken apart, and the reason says so", async () => {
    const run = '(await import("node:child_process")).spawnSync("sh", ["run.sh"], { encoding: "utf8" })';
    const { report } = await gatherStaged({
      before: { "run.sh": "echo old\n" },
      after: {
        "run.sh": 'test -n "$1" || { echo new; }\n',
        "test/run.test.js": inTest(`assert.equal(${run}.stdout, "new\\n");`),
      },
      testing: {
        suites: [{ runner: "node-test", files: ["test/run.test.js"] }],
        bindings: [{ criterion: "REQ-1.1", file: "test/run.test.js", test: "adds up" }],
      },
    });
    expect(report.criteria).toMatchObject([
      { status: "proven", reason: expect.stringContaining("run.sh: as before the run") },
    ]);
    const opaque = async (text: string) =>
      await gatherStaged({
        before: {},
        after: {
          "lib.rb": text,
          "test/run.test.js": inTest(
            'const { readFileSync } = await import("node:fs");\nconst text = (() => { try { return readFileSync("lib.rb", "utf8"); } catch { return "none"; } })();\nassert.notEqual(text, "none");\nif (text === "") throw new TypeError("no program");',
          ),
        },
        testing: {
          suites: [{ runner: "node-test", files: ["test/run.test.js"] }],
          bindings: [{ criterion: "REQ-1.1", file: "test/run.test.js", test: "adds up" }],
        },
      });
    const whole = await opaque("puts a\n");
    expect(whole.report.criteria).toMatchObject([
      {
        status: "proven",
        reason: expect.stringContaining(
          "nothing more could be measured: single functions of lib.rb could not be taken away",
        ),
      },
    ]);
    // What can be altered without breaking the test has to be noticed.
    const altered = await opaque("puts 1\n");
    expect(altered.report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("shows that something is there") },
    ]);
  });

  it("is not taken at its word for a file in such a language that it has nothing to do with", async () => {
    const { report } = await gatherWith(
      inTest(`${guarded}assert.equal(typeof total, "function");\nvoid total([]).toFixed();`),
      { after: { "lib.rb": "puts 1\n" } },
    );
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("never by assertion") },
    ]);
  });
});
