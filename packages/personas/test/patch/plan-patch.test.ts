import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parsePatch } from "../../src/patch/parse-patch.ts";
import { pathsOfPatch, planPatch } from "../../src/patch/plan-patch.ts";

const scenarios = path.join(import.meta.dirname, "../fixtures/v4a");

describe("planPatch", () => {
  it.each(listScenarios("after"))("makes of the files what scenario %s says", (name) => {
    const { before, patch } = readScenario(name);
    expect(apply(before, patch)).toEqual(readTree(path.join(scenarios, name, "after")));
  });

  it.each(listScenarios("error.txt"))("refuses, for the reason that scenario %s gives", (name) => {
    const { before, patch } = readScenario(name);
    const reason = readFileSync(path.join(scenarios, name, "error.txt"), "utf8").trim();
    expect(() => apply(before, patch)).toThrow(reason);
  });

  it("says on which rung each hunk was found", () => {
    const files = new Map([["a.py", "def f():\n    return 1   \n    x = 2\n"]]);
    const patch = [
      "*** Begin Patch",
      "*** Update File: a.py",
      "@@",
      "-def f():",
      "+def g():",
      "@@",
      "-    return 1",
      "+    return 2",
      "@@",
      "-x = 2",
      "+x = 3",
      "*** End Patch",
    ].join("\n");
    expect(planPatch(parsePatch(patch), files).report).toEqual([
      "a.py: updated (line 1, exact; line 2, trailing white space ignored; line 3, indentation ignored)",
    ]);
  });
});

function apply(before: ReadonlyMap<string, string>, patch: string): ReadonlyMap<string, string> {
  const operations = parsePatch(patch);
  const files = new Map(pathsOfPatch(operations).map((file) => [file, before.get(file) ?? null]));
  const after = new Map(before);
  for (const edit of planPatch(operations, files).edits) {
    if (edit.kind === "write") after.set(edit.path, edit.text);
    else after.delete(edit.path);
  }
  return after;
}

function readTree(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(path.join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

/** The scenarios that end in `outcome`: a folder of files, or a refusal. */
function listScenarios(outcome: "after" | "error.txt"): readonly string[] {
  return readdirSync(scenarios).filter((name) => existsSync(path.join(scenarios, name, outcome)));
}

function readScenario(name: string) {
  return {
    before: readTree(path.join(scenarios, name, "before")),
    patch: readFileSync(path.join(scenarios, name, "patch.txt"), "utf8"),
  };
}
