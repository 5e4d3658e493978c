import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { setScene } from "./support/set-scene.ts";

const logger = new URL("./support/log-modules.ts", import.meta.url).href;

it.each([[["--version"]], [["--help"]], [["run", "--help"]]])(
  "%j waits for no library: neither ours nor those that talk to models and databases are loaded",
  async (args) => {
    const scene = await setScene();
    const log = join(scene.folder, "modules.log");
    const environment = { NODE_OPTIONS: `--import ${logger}`, MODULE_LOG: log };
    const { exitCode, stdout, stderr } = await scene.run(args, environment);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).not.toBe("");
    const modules = (await readFile(log, "utf8")).trimEnd().split("\n");
    const packages = modules.flatMap((url) => /\/packages\/([a-z-]+)\/dist\//.exec(url)?.[1] ?? []);
    expect(new Set(packages)).toEqual(new Set(["cli", "contracts"]));
    expect(modules.filter((url) => /openai|better-sqlite3|log-update/.test(url))).toEqual([]);
  },
);

it("fits help into 80 columns, in groups", async () => {
  const scene = await setScene();
  const { stdout } = await scene.run(["run", "--help"]);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const groups = stdout.split("\n").filter((line) => /^[A-Z][a-z ]+:$/.test(line));
  expect(groups).toEqual([
    "Positionals:",
    "What is wanted:",
    "Model:",
    "Limits:",
    "Safety:",
    "Output:",
    "Replay:",
    "Options:",
    "Examples:",
  ]);
});
