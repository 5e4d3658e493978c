import { describe, expect, it } from "vitest";
import { explainFailure } from "../src/explain-failure.ts";
import { imports, suites, testFile } from "./gather-cart-evidence.ts";
import { gatherStaged, type Gathered } from "./stage-run.ts";

/** Evidence for a new function that a test asks twice. */
async function gather(body: string, expected: readonly (readonly [string, string])[]): Promise<Gathered> {
  const assertions = expected.map(([input, result]) => `assert.equal(make(${input}), ${result});`).join(" ");
  return await gatherStaged({
    before: {},
    after: {
      "src/make.js": `export function make(it) {\n  ${body}\n}\n`,
      [testFile]: `${imports}import { make } from "../src/make.js";\ntest("makes", () => { ${assertions} });\n`,
    },
    testing: { suites, bindings: [{ criterion: "REQ-1.1", file: testFile, test: "makes" }] },
  });
}

const greetings = [
  ['"Ada"', '"Hello, Ada!"'],
  ['"Bo"', '"Hello, Bo!"'],
] as const;

describe("code that answers a test one by one", () => {
  it("fails the criterion when generated inputs get no answer, and goes back to whoever wrote it", async () => {
    const { report } = await gather('return { Ada: "Hello, Ada!", Bo: "Hello, Bo!" }[it];', greetings);
    expect(report).toMatchObject({
      status: "failed",
      criteria: [
        {
          status: "failed",
          reason: expect.stringMatching(
            /\(src\/make\.js:2\): with “\w{3}” for “Ada”, “\w\w” for “Bo” it fails/,
          ),
        },
      ],
      findings: [{ kind: "special-cased", blocking: true, path: "src/make.js" }],
    });
    expect(explainFailure(report)).toMatchObject({ route: "coding" });
  });

  it("is nothing to speak of when generated inputs are answered as well", async () => {
    const { report } = await gather(
      'const known = { Ada: "Hello, Ada!", Bo: "Hello, Bo!" };\n  return known[it] ?? `Hello, ${it}!`;',
      greetings,
    );
    expect(report).toMatchObject({ status: "succeeded", findings: [] });
  });

  it("is said, and does not block, where no other input can be made", async () => {
    const { report } = await gather("if (it === 3) return 9;\n  if (it === 4) return 16;", [
      ["3", "9"],
      ["4", "16"],
    ]);
    expect(report).toMatchObject({
      status: "succeeded",
      findings: [
        {
          kind: "special-cased",
          blocking: false,
          path: "src/make.js",
          message:
            "The code holds every input of “makes” next to its result (src/make.js:2, src/make.js:3): whether it does the same for others was not shown.",
        },
      ],
    });
  });
});
