import { describe, expect, it } from "vitest";
import { applyMutations } from "../../src/hollow/apply-mutations.ts";
import { listChangedLines } from "../../src/hollow/list-changed-lines.ts";
import type { SourceMutation } from "../../src/hollow/source-mutation.ts";
import { surveyJavaScript } from "../../src/hollow/survey-javascript.ts";
import { parseJavaScript } from "../../src/javascript/parse-javascript.ts";

function survey(before: string | null, after: string, path = "src/a.ts"): readonly SourceMutation[] {
  return surveyJavaScript({ path, before, after, changedLines: listChangedLines(before, after) }).mutations;
}

function without(before: string | null, after: string, path?: string): string | undefined {
  const mutations = survey(before, after, path).filter(({ kind }) => kind === "absent");
  const name = path ?? "src/a.ts";
  const text = applyMutations(new Map([[name, after]]), mutations).texts.get(name);
  // What was taken away is kept as a comment.
  return text?.replaceAll(/ ?\/\*.*?\*\//gs, "");
}

describe("what a run wrote in JavaScript", () => {
  it.each([
    [
      "a function",
      "export function f(a: number): number { return a; }",
      "export function f(a: number): number {}",
    ],
    ["an async arrow", "export const f = async (a) => { await a; };", "export const f = async (a) => {};"],
    ["an arrow without block", "export const f = (a) => ({ a });", "export const f = (a) => (undefined);"],
    ["a generator", "export function* f() { yield 1; }", "export function* f() {}"],
    ["a method", "class A { #b() { return 1; } get c() { return 2; } }", "class A { #b() {} get c() {} }"],
    [
      "a method of an object",
      "export default { a() { return 1; }, b: function () { return 2; } };",
      "export default { a() {}, b: function () {} };",
    ],
    [
      "a handler",
      'app.get("/a", (request, response) => { response.end(); });',
      'app.get("/a", (request, response) => {});',
    ],
  ])("is emptied with its export kept: %s", (_, source, expected) => {
    expect(without(null, source)).toBe(expected);
  });

  it("is named by what it is assigned or given to", () => {
    const source =
      'export const a = () => 1;\napp.get("/b", () => [1].map((c) => c));\nclass D { static e = () => 2; get f() { return 3; } }\nexport default () => 4;\n(() => 5)();\n';
    const names = survey(null, source)
      .filter(({ kind }) => kind === "absent")
      .map(({ label }) => label);
    expect(names).toEqual(
      ["a", "app.get(/b)", "D.e", "D.get f", "default", "() => 5()"].map((name) => `${name} emptied`),
    );
  });

  it("keeps constructors, overloads, abstract methods and declarations", () => {
    const source =
      "abstract class A { constructor(private x: number) { this.x = x; } abstract b(): void; c(a: 1): 1; c(a: 2): 2; c(a: any) { return a; } }\ndeclare function d(): void;";
    expect(without(null, source)).toBe(source.replace("{ return a; }", "{}"));
  });

  it("is put back to what it was where it was something, and left alone where it is unchanged", () => {
    const before = "export const same = () => 1;\nclass A {\n  b() {\n    return 1;\n  }\n}\n";
    const after = before.replace("return 1", "return 2") + "export function added() { return 3; }\n";
    expect(without(before, after)).toBe(`${before}export function added() {}\n`);
  });

  it("is not mistaken for new when it only moved", () => {
    const a = "export function a() { return 1; }\n";
    expect(without(`${a}export const b = 1;\n`, `export const b = 1;\n\n${a}`)).toBeUndefined();
  });

  it("is only looked into on the lines that changed", () => {
    const before = "export const a = 1;\nexport const b = 2;\n";
    const labels = survey(before, before.replace("2", "3")).map(({ label }) => label);
    expect(labels).toEqual(["3 → (4)", "3 → (2)"]);
  });

  it("still parses with any one of its alterations", () => {
    const source = `import { x } from "y";
export { z } from "z";
export const { a = 1, b: renamed } = x({ c: x, d: "e", ["f"]: x.g });
export function h<T extends "lit">(i: T, { j = true } = {}): { k: "l" } | null {
  if (i === "m" && j) { throw new Error(\`n \${i}\`); }
  for (const o of [1, -2, 0x10]) x(o > 3 ? "p" : 'q');
  label: while (false) { break label; }
  return i as unknown as { k: "l" };
}
export class R { s = 5; static t = () => x.u?.v; async *w() { yield* x; } }
const y2 = require("./kept");
`;
    const mutations = survey(null, source);
    expect(mutations.length).toBeGreaterThan(25);
    for (const mutation of mutations) {
      const text = applyMutations(new Map([["src/a.ts", source]]), [mutation]).texts.get("src/a.ts")!;
      expect.soft(parseJavaScript("src/a.ts", text), mutation.label).not.toBeNull();
      expect(text).toContain('from "y"');
      expect(text).toContain('require("./kept")');
    }
  });

  it("is said to be out of reach where it does not parse", () => {
    const { mutations, obstacle } = surveyJavaScript({
      path: "src/a.js",
      before: null,
      after: "export function (",
      changedLines: new Set([1]),
    });
    expect([mutations, obstacle]).toEqual([[], "src/a.js does not parse."]);
  });

  it("may hold JSX", () => {
    expect(without(null, 'export const A = () => <p className="b">{1}</p>;', "src/a.jsx")).toBe(
      "export const A = () => undefined;",
    );
  });
});
