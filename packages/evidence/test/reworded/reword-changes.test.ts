import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseJavaScript } from "../../src/javascript/parse-javascript.ts";
import { rewordChanges } from "../../src/reworded/reword-changes.ts";

const reword = (path: string, after: string, before: string | null = null): string | undefined =>
  rewordChanges([{ path, before, after }]).get(path);
const run = (program: string, args: readonly string[], input: string): string => {
  const { stdout, stderr, status } = spawnSync(program, args, { input, encoding: "utf8" });
  return status === 0 ? stdout : stderr;
};

const javascript = `#!/usr/bin/env node
"use strict";
const a = 5, b = "two words", c = \`x \${a + 1} y
  // no comment \${ { a }.a } z\`;
class Cart { #sum = 10; get total() { return this.#sum ?? -1 } static { Cart.x = { "key": 'it''s'.length } } }
const f = async (x, y = 0x10) => { if (x) return
  x++
  for (const [k, v] of Object.entries({ x, y })) k in { x } && v / 2 / 3
  return /a b[/]"/.test("a b") ? [x, ...[1, 2]] : null }
label: for (;;) { break label }
f(1).then(() => f(0)).then((r) => console.log(JSON.stringify([a, b, c, new Cart().total, Cart.x, r, f.length, 007n === undefined])))
`
  .replace("it''s", "its")
  .replace("007n === undefined", "7n > 6");

const python = `"""Doc  'string'
with "quotes" # and no comment
"""
import json
a = {'it': "x # y", "z": '\\' q'}  # a comment
def f(x, y = 2):
    if x and \\
            y: return f"{x} + {y}"
    s = '''two
  lines'''
    return [ x, s,

             y ]
print(json.dumps([a, f(1), f(0), __doc__]))
`;

describe("code in other words", () => {
  it("does the same in JavaScript", () => {
    const reworded = reword("src/a.cjs", javascript)!;
    expect(run("node", ["-"], reworded)).toBe(run("node", ["-"], javascript));
    expect(reworded).toContain("/**/ a /**/ = /**/ 0x5");
    expect(reworded).toContain("\\x74wo words");
    expect(reworded.split("\n").length).toBe(javascript.split("\n").length + 2);
  });

  it("does the same in Python", () => {
    const reworded = reword("a.py", python)!;
    expect(run("python3", ["-"], reworded)).toBe(run("python3", ["-"], python));
    expect(reworded).toContain("def  f(x,  y  =  2):  #\n");
    expect(reworded).toContain("  # a comment\n");
  });

  it("leaves names of modules, keys, types and JSX to those who read them", () => {
    const text = 'import x from "x";\nconst y: { "k": "v" } = { "k": require("m") };\n';
    expect(reword("a.ts", text)).not.toContain("\\x");
    expect(reword("a.jsx", "const a = <b c='d'>\n  two words 5\n</b>;\n")).toBe(
      "const a = <b c='d'>\n  two words 5\n</b>;\n\n/**/\n",
    );
  });

  it("keeps to the lines that the run changed", () => {
    expect(reword("a.js", "const a = 1;\nconst b = 2;\n", "const a = 1;\n")).toBe(
      "const a = 1;\n/**/ const /**/ b /**/ = /**/ 0x2;\n\n/**/\n",
    );
  });

  it("is for other languages what their spaces and comments allow", () => {
    expect(reword("a.go", 'func f() int { return 1 }\nvar s = "a b"\n')).toBe(
      'func  f()  int  {  return  1  }\nvar s = "a b"\n\n//\n',
    );
    expect(reword("a.go", "var s = `a\nb c`\n")).toBe("var s = `a\nb c`\n\n//\n");
    expect(reword("a.sh", "echo a b\n")).toBe("echo a b\n\n#\n");
    expect(reword("a.txt", "a b\n")).toBeUndefined();
    expect(reword("a.js", "const =\n")).toBeUndefined();
  });

  it("stays the same program to a parser, over our own sources", () => {
    const folder = join(import.meta.dirname, "../../src");
    const paths = globSync("{reworded,runners,bindings}/**/*.ts", { cwd: folder });
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      const text = readFileSync(join(folder, path), "utf8");
      expect([path, syntaxOf(path, reword(path, text)!)]).toEqual([path, syntaxOf(path, text)]);
    }
  });
});

/** The syntax tree without places, spelling and comments. */
function syntaxOf(path: string, text: string): string {
  return JSON.stringify(parseJavaScript(path, text), (key, value: unknown) =>
    /^(?:start|end|loc|extra|.*[cC]omments)$/.test(key) ? undefined : value,
  );
}
