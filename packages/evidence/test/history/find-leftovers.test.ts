import { describe, expect, it } from "vitest";
import { findLeftovers } from "../../src/history/find-leftovers.ts";
import { projectOf, traced, type ToldRun } from "./project-in-memory.ts";

const tests = 'test("proves REQ-1", () => {});\ntest("proves both", () => {});\n';
const first: ToldRun = {
  id: "run-1",
  before: {},
  after: { "a.js": "one\ntwo\nboth\nfour\n", "b.js": "only two\n", "test/a.test.js": tests },
  lines: [
    "a.js:1-1 REQ-1",
    "a.js:2-2 REQ-2",
    "a.js:3-3 REQ-1 REQ-2",
    "a.js:4-4 REQ-1",
    "test/a.test.js:1-2 REQ-1",
  ],
  requirements: [traced("REQ-1", "one"), traced("REQ-2", "two"), traced("REQ-3", "three", "proves both")],
};
const present = { ...first.after, "a.js": "zero\none\ntwo\nboth\nfour\n" };

describe("what is left of a removed requirement", () => {
  it("is the lines that served nothing else, and the tests that proved nothing else", async () => {
    const found = await findLeftovers({ ...projectOf(present, first), requirements: ["REQ-1"] });
    expect(Object.fromEntries(found)).toEqual({
      "REQ-1": {
        lines: [
          { path: "a.js", startLine: 2, endLine: 2 },
          { path: "a.js", startLine: 5, endLine: 5 },
        ],
        tests: [{ runner: "node-test", file: "test/a.test.js", name: "proves REQ-1" }],
      },
    });
  });

  it("includes what served only requirements that are gone as well", async () => {
    const found = await findLeftovers({ ...projectOf(present, first), requirements: ["REQ-1", "REQ-2"] });
    expect(found.get("REQ-2")?.lines).toEqual([{ path: "a.js", startLine: 3, endLine: 4 }]);
    expect(found.get("REQ-1")?.lines).toMatchObject([{ startLine: 2 }, { startLine: 4, endLine: 5 }]);
  });

  it("keeps a test that is also bound to what stands", async () => {
    const shared = {
      ...first,
      requirements: [traced("REQ-1", "one", "proves both"), traced("REQ-3", "x", "proves both")],
    };
    const found = await findLeftovers({ ...projectOf(present, shared), requirements: ["REQ-1"] });
    expect(found.get("REQ-1")?.tests).toEqual([]);
  });

  it("is nothing once it was taken out", async () => {
    const found = await findLeftovers({
      ...projectOf({ "a.js": "zero\nboth\n", "test/a.test.js": 'test("proves both", () => {});\n' }, first),
      requirements: ["REQ-1"],
    });
    expect(found.get("REQ-1")).toEqual({ lines: [], tests: [] });
  });
});
