import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { conversation, serveModel } from "./support/serve-model.ts";
import { runArguments, setScene } from "./support/set-scene.ts";

const logger = new URL("./support/log-modules.ts", import.meta.url).href;
const builtInLogger = new URL("./support/log-late-built-ins.ts", import.meta.url).href;

it.each([[["--version"]], [["--help"]], [["run", "--help"]]])(
  "%j waits for no library: neither ours nor those that talk to models and databases are loaded",
  async (args) => {
    const scene = await setScene();
    const log = join(scene.folder, "modules.log");
    const environment = { NODE_OPTIONS: `--import ${logger}`, MODULE_LOG: log };
    const { exitCode, stdout, stderr } = await scene.run(args, environment);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).not.toBe("");
    const urls = (await readFile(log, "utf8")).trimEnd().split("\n");
    const sources = await listSources(urls.filter((url) => url.startsWith("file:")));
    expect(sources).toContain("src/run-cli.ts");
    const libraries = sources.filter((path) => /^\.\.\/(?!contracts\/|\.\.\/)/.test(path));
    expect(libraries).toEqual(["../local/src/kimi-home.ts"]);
    expect([...urls, ...sources].filter((path) => /openai|better-sqlite3|log-update/.test(path))).toEqual([]);
  },
);

/** The modules that went into bundled files: a bundle names each above its code. */
async function listSources(urls: readonly string[]): Promise<readonly string[]> {
  const bundles = await Promise.all(urls.map((url) => readFile(new URL(url), "utf8")));
  return bundles.flatMap((text) =>
    [...text.matchAll(/^ *\/\/ (\S+\.[cm]?[jt]s)$/gm)].map(([, path = ""]) => path),
  );
}

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

it("a run loads Node's own modules before V8 no longer takes their compiled code", async () => {
  const scene = await setScene();
  const server = await serveModel(conversation);
  const log = join(scene.folder, "built-ins.json");
  const environment = { NODE_OPTIONS: `--import ${builtInLogger}`, BUILT_IN_LOG: log };
  const { exitCode } = await scene.run(runArguments("--base-url", server.url), environment);
  expect(exitCode).toBe(0);
  const late = (await readFile(log, "utf8")).split("\n");
  expect(late.filter((name) => /^NativeModule (?!internal\/legacy\/)/.test(name))).toEqual([]);
});
