import type { AgentConfig } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { boundPaths, type BoundPathsSource } from "../../src/workspace/bound-paths.ts";

const config: AgentConfig = {
  name: "quality",
  instructions: "Test.",
  model: null,
  tools: [],
  writes: "tests",
  reasoningEffort: null,
  hostedTools: false,
  maxRepairs: 1,
};
const source = (parts: Partial<BoundPathsSource> = {}): BoundPathsSource => ({
  testing: {
    summary: "s",
    suites: [{ runner: "node-test", files: ["./test/a.js"] }],
    supportFiles: ["test\\help.js", "package.json"],
    bindings: [{ criterion: "REQ-1.1", file: "test//b.js", test: "works" }],
  },
  writes: [],
  ports: { personas: [{ role: "testing", config }] },
  ...parts,
});

describe("boundPaths", () => {
  it("holds suites, test support and the files of bindings, however they are spelt", () => {
    expect([...boundPaths(source())].toSorted()).toEqual(["test/a.js", "test/b.js", "test/help.js"]);
  });

  it("holds what the testing stage wrote without naming it, and nothing that others wrote", () => {
    const writes = [
      { path: "test/unnamed-helper.js", stage: "quality" },
      { path: "test/other.js", stage: "coding" },
    ];
    const paths = boundPaths(source({ writes }));
    expect(paths.has("test/unnamed-helper.js")).toBe(true);
    expect(paths.has("test/other.js")).toBe(false);
  });

  it("is empty before the testing stage", () => expect(boundPaths(source({ testing: null })).size).toBe(0));
});
