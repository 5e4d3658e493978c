import type { Requirement } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { gatherStaged, type Files, type Gathered } from "./stage-run.ts";

const file = "test/cli.checks.json";
const cli = `import { total } from "./total.js";
console.log(\`Total: \${total(process.argv.slice(2).map(Number))}\`);
`;
const total = "export function total(prices) {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n";
const sound: Files = { "src/cli.js": cli, "src/total.js": total };

async function gatherChecks(
  checks: readonly object[],
  { before = {}, after = sound }: { readonly before?: Files; readonly after?: Files } = {},
): Promise<Gathered> {
  return await gatherStaged({
    before,
    after: { ...after, [file]: JSON.stringify({ checks }) },
    testing: {
      suites: [{ runner: "command-check", files: [file] }],
      bindings: [{ criterion: "REQ-1.1", file, test: "adds up" }],
    },
  });
}

const check = (command: readonly string[], expected: object): object => ({
  name: "adds up",
  command,
  ...expected,
});

describe("evidence from commands", () => {
  it("proves what a program prints, in the weaker kind", async () => {
    const { report, openTrees } = await gatherChecks([
      check(["node", "src/cli.js", "2", "3"], { stdout: "Total: 5\n" }),
    ]);
    expect(report).toMatchObject({
      status: "succeeded",
      criteria: [
        {
          status: "proven",
          proof: "command-check",
          reason: expect.stringContaining("weaker evidence than a test"),
          evidence: [{ red: [{ method: "baseline", outcome: "red-error" }, { outcome: "red-assertion" }] }],
        },
      ],
    });
    expect(openTrees).toBe(0);
  });

  it.each([
    ["prints a word of its own", check(["echo", "ok"], { stdout: "ok" })],
    ["looks for a file", check(["sh", "-c", "test -f src/cli.js && echo ok"], { stdout: "ok" })],
    ["only loads the code", check(["sh", "-c", "node src/cli.js >/dev/null && echo ok"], { stdout: "ok" })],
    ["ends well, whatever it prints", check(["node", "src/cli.js", "2"], {})],
  ])("proves nothing by a check that %s", async (_, one) => {
    const { report } = await gatherChecks([one]);
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
    expect(report.criteria[0]!.proof).toBeUndefined();
  });
});
