import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createOrchestrator } from "@kimi/local";
import { describe, expect, it } from "vitest";
import { runArguments, setScene } from "./support/set-scene.ts";

describe("a command line that cannot be carried out", () => {
  it.each<[string, readonly string[], RegExp]>([
    ["no command", [], /What is to be done\? run, .*\n.*kimi-agent --help/],
    ["an unknown command", ["runn", "project"], /no such command.*mean runs/],
    ["an unknown option", runArguments("--surprise-me"), /Unknown argument: surprise-me\n.*run --help/],
    ["a missing target", ["run"], /argument is missing.*\n.*run --help/],
    ["a target that is not there", ["run", "nowhere", "--prompt", "x"], /nowhere/],
    ["nothing to do", ["run", "project"], /prompt/],
    ["a document that is not there", ["run", "project", "--input-docs", "none.md"], /none\.md/],
    ["a document of another kind", ["run", "project", "--input-docs", "notes.txt"], /notes\.txt.*\.md/],
    [
      "a document that is not JSON",
      ["run", "project", "--input-docs", "broken.json"],
      /broken\.json.*(?:line 3.*column 12|3:12)/,
    ],
    ["no number where one belongs", runArguments("--max-turns", "many"), /max-turns.*number/],
    ["no such choice", runArguments("--api", "soap"), /--api was given "soap".*"responses"/],
    ["an option without its value", runArguments("--prompt"), /--prompt/],
    ["an option given twice", runArguments("--prompt", "a", "--prompt", "b"), /prompt/],
    ["a run that is not there", ["runs", "show", "0123"], /no run 0123.*runs list/],
    ["a recording that is not there", runArguments("--replay", "none.jsonl"), /none\.jsonl/],
    ["a recording that is none", runArguments("--replay", "plan.md"), /plan\.md/],
  ])("%s: exit 2, one clear message, nothing begun", async (_, args, message) => {
    const scene = await setScene();
    await writeFile(join(scene.folder, "notes.txt"), "hello\n");
    await writeFile(join(scene.folder, "broken.json"), '{\n  "a": 1,\n  "b": [1, }\n}\n');
    const { exitCode, stdout, stderr } = await scene.run(args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^kimi-agent: /u);
    expect(stderr).not.toMatch(/^\s+at |Error:/mu);
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
    await using local = await createOrchestrator({ environment: scene.environment });
    expect(await local.listRuns()).toEqual([]);
  });

  it("no key: says which ways there are", async () => {
    const scene = await setScene();
    const { exitCode, stderr } = await scene.run(runArguments(), { OPENAI_API_KEY: "" });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/OPENAI_API_KEY.*--base-url.*--replay/);
  });
});
