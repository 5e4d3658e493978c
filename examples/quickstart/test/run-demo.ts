import { spawn } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { copyProject } from "../src/copy-project.ts";
import { walkTree } from "./tree-walk.ts";

/** What the demo printed, and the folders it left. */
export interface DemoRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Everything of this run is in here; remove it. */
  readonly scratch: string;
  readonly project: string;
  /** Absolute, of the one run. */
  readonly deliverables: string;
  /** The project as the demo found it. */
  readonly before: Readonly<Record<string, string>>;
}

/** Runs the demo as a newcomer does: a process of its own, no key, no home folder with anything in it. */
export async function runDemo(...args: readonly string[]): Promise<DemoRun> {
  const scratch = await mkdtemp(path.join(tmpdir(), "kimi-demo-test-"));
  const untouched = path.join(scratch, "untouched");
  await copyProject(untouched);
  const child = spawn(process.execPath, ["--conditions=@kimi/source", "src/demo.ts", ...args], {
    cwd: path.join(import.meta.dirname, ".."),
    env: {
      PATH: process.env["PATH"],
      HOME: scratch,
      TMPDIR: scratch,
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  const [folder = "kimi-quickstart-missing"] = (await readdir(scratch)).filter((name) =>
    name.startsWith("kimi-quickstart-"),
  );
  const project = path.join(scratch, folder, "pocket-ledger");
  const runs = path.join(project, ".kimi_agent/runs");
  const [run = "missing"] = await readdir(runs).catch(() => []);
  return {
    exitCode,
    stdout,
    stderr,
    scratch,
    project,
    deliverables: path.join(runs, run),
    before: await walkTree(untouched),
  };
}
