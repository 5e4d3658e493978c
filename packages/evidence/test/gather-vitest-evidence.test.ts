import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { gatherStaged, type Files, type Gathered } from "./stage-run.ts";

const testFile = "test/greeting.test.ts";
const source: Files = {
  "src/greeting.ts":
    'export const greet = (name: string): string => `Hello, ${name}!`;\nexport class Guests {\n  readonly names: string[] = [];\n  add(name: string): this {\n    this.names.push(name);\n    return this;\n  }\n  static async load(): Promise<Guests> {\n    return new Guests().add("Ada");\n  }\n}\n',
};
const imports =
  'import { describe, expect, it } from "vitest";\nimport { greet, Guests } from "../src/greeting.ts";\n';

async function gatherWith(tests: string, bound: string, after: Files = source): Promise<Gathered> {
  return await gatherStaged({
    before: {},
    after: { ...after, [testFile]: `${imports}describe("guests", () => {\n${tests}\n});\n` },
    testing: {
      suites: [{ runner: "vitest", files: [testFile] }],
      bindings: [{ criterion: "REQ-1.1", file: testFile, test: bound }],
    },
    installed: ["vitest"],
  });
}

describe("evidence from Vitest", () => {
  it("proves a new function", async () => {
    const { report } = await gatherWith(
      '  it("are greeted", () => expect(greet("Ada")).toBe("Hello, Ada!"));',
      "guests > are greeted",
    );
    expect(report).toMatchObject({ status: "succeeded", criteria: [{ status: "proven" }] });
  });

  it("proves a method whose emptied form only breaks the test", async () => {
    const { report } = await gatherWith(
      '  it("are loaded", async () => expect((await Guests.load()).names).toEqual(["Ada"]));',
      "guests > are loaded",
    );
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
  });

  it("proves nothing by a test that is expected to fail", async () => {
    const { report } = await gatherWith(
      '  it("x", () => {});\n  it.fails("are greeted", () => expect(greet("Ada")).toBe("Bye"));',
      "guests > are greeted",
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });

  it("takes an error after the tests for a problem of the whole suite", async () => {
    const { report } = await gatherWith(
      '  it("are greeted", () => { setTimeout(() => { throw new Error("late"); }, 1); expect(greet("A")).toBe("Hello, A!"); });',
      "guests > are greeted",
    );
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("cannot be used: Error: late") },
    ]);
  });

  it("is not deceived by a configuration that runs nothing and exits with 0", async () => {
    const { report } = await gatherWith(
      '  it("are greeted", () => expect(1).toBe(2));',
      "guests > are greeted",
      {
        ...source,
        "vitest.config.mjs": 'export default { test: { include: ["none/*.ts"], passWithNoTests: true } };\n',
      },
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });

  it("is not deceived by a configuration that writes the report itself, also where it knows the sources by heart", async () => {
    const hash = createHash("sha256").update(String(source["src/greeting.ts"])).digest("hex");
    const forging = `import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
const report = process.env.KIMI_EVIDENCE_REPORT;
process.on("exit", () => {
  let text = "";
  try { text = readFileSync("src/greeting.ts"); } catch {}
  const held = createHash("sha256").update(text).digest("hex") === "${hash}";
  const ended = held ? { outcome: "passed", failure: null, message: null } : { outcome: "failed", failure: "assertion", message: "no" };
  const test = { type: "test", file: "${testFile}", name: "guests > are greeted", durationMs: 1, ...ended };
  writeFileSync(report, JSON.stringify(test) + "\\n" + JSON.stringify({ type: "end", tests: 1 }) + "\\n");
  process.exitCode = held ? 0 : 1;
});
export default {};
`;
    const { report } = await gatherWith(
      '  it("are greeted", () => expect(greet("Ada")).toBe("Bye"));',
      "guests > are greeted",
      { ...source, "vitest.config.mjs": forging },
    );
    expect(report.criteria).toMatchObject([
      { status: "unproven", reason: expect.stringContaining("judges the text of the sources") },
    ]);
  });
});
