import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { setStage } from "../support/play-run.ts";

it("an empty text is no folder, no document and no model, but a usage error", async () => {
  const { kimi } = await setStage();
  for (const [named, ...argv] of [
    ["<target>", "run", "", "--prompt", "x"],
    ["--input-docs", "run", "project", "--input-docs", ""],
    ["--input-docs", "run", "project", "--input-docs", "plan.md", ""],
    ["--model", "run", "project", "--input-docs", "plan.md", "--model", ""],
    ["--record", "run", "project", "--input-docs", "plan.md", "--record="],
    ["<run>", "export", ""],
  ]) {
    const { code, err } = await kimi(...argv);
    expect({ argv, code, err }).toMatchObject({
      code: 2,
      err: `kimi-agent: ${named} was given an empty text: put something there, or leave it out.\n`,
    });
  }
});

it.each<[readonly string[], RegExp]>([
  [["runs", "list", "--limit", "0"], /--limit was given 0; it takes a whole number from 1 on\./],
  [["runs", "list", "--limit=-1"], /--limit was given -1; it takes a whole number/],
  [["runs", "list", "--limit", "1.5"], /--limit was given 1\.5; it takes a whole number/],
  [["runs", "prune"], /which runs to forget: give --older-than, --status or --max-size/],
  [["snapshots", "prune"], /KIMI_AGENT_SNAPSHOT_QUOTA was given abc; it takes a size/],
  [["snapshots", "prune", "--max-size", "x"], /--max-size was given x; it takes a size/],
  [["replay", "latest", "--rerun-commands"], /--rerun-commands was given without --execute/],
])("says what %j should have been", async (argv, message) => {
  const { folder, kimi } = await setStage({ environment: { KIMI_AGENT_SNAPSHOT_QUOTA: "abc" } });
  expect(await kimi(...argv)).toMatchObject({ code: 2, out: "", err: expect.stringMatching(message) });
  expect(existsSync(join(folder, "home"))).toBe(false);
});

it("a project that cannot be written to is refused before anything is asked, in words of its own", async () => {
  const { folder, kimi, play } = await setStage();
  writeFileSync(join(folder, "project/.kimi_agent"), "a file in the way");
  const { code, out, err } = await play();
  expect({ code, out, err }).toMatchObject({ code: 2, out: "" });
  expect(err).toMatch(/^kimi-agent: .*project cannot be worked on: .*\.kimi_agent/);
  expect(err).not.toContain("/proc/");
  expect((await kimi("runs", "list")).out).toBe("No runs yet.\n");
});

it("neither can one on a file system that can only be read", async () => {
  const { folder } = await setStage();
  const closed = ["--dev-bind", "/", "/", "--ro-bind", join(folder, "project"), join(folder, "project")];
  const main = join(import.meta.dirname, "../../src/main.ts");
  const run = "run project --input-docs plan.md --sandbox off --replay answers.jsonl".split(" ");
  const { status, stderr } = spawnSync(
    "bwrap",
    [...closed, process.execPath, "--conditions=@kimi/source", main, ...run],
    { cwd: folder, encoding: "utf8", env: { ...process.env, KIMI_AGENT_HOME: join(folder, "home") } },
  );
  expect(stderr).toMatch(/^kimi-agent: .*project cannot be worked on: .*only be read \(EROFS\).*\n$/);
  expect(stderr).not.toContain("/proc/");
  expect(status).toBe(2);
});
