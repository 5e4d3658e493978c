import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { listPackages } from "../archives/list-packages.ts";

it.each(listPackages())("runs the example in the README of $manifest.name", async ({ directory }) => {
  const readme = await readFile(path.join(directory, "README.md"), "utf8");
  const example = /^```ts\n(?<code>.*?)^```$/msu.exec(readme)?.groups?.["code"];
  expect(example, "The README shows no ```ts example.").toBeTypeOf("string");
  expect(await runTypeScript(example ?? "", directory)).toEqual({ exitCode: 0, stderr: "" });
});

/** Runs `code` as a module inside the package, whose own name and dependencies it can import. */
async function runTypeScript(code: string, directory: string) {
  const home = await mkdtemp(path.join(tmpdir(), "kimi-readme-"));
  const child = spawn(
    process.execPath,
    ["--conditions=@kimi/source", "--input-type=module-typescript", "-"],
    {
      cwd: directory,
      env: { PATH: process.env["PATH"], HOME: home, KIMI_AGENT_HOME: path.join(home, ".kimi_agent") },
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  child.stdin.end(code);
  const [stderr, exitCode] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  await rm(home, { recursive: true, force: true });
  return { exitCode, stderr };
}
