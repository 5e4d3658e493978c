/** A FastAPI service from two plans and a prompt, offline: the model's answers are written by hand, all else is real. */
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCli } from "@kimi/cli";
import { renderRecording } from "@kimi/models";
import { handwriteRecording } from "@kimi/models/testing";
import { answers } from "./conversations/answers.ts";
import { findPython } from "./find-python.ts";
import { serveOnce } from "./serve-once.ts";

const here = path.join(import.meta.dirname, "..");
const python = await findPython(["pytest", "fastapi", "httpx"]);
if (python === null) {
  console.error("No python3 with pytest, FastAPI and httpx is on PATH.");
  console.error("On Debian: apt-get install python3-pytest python3-fastapi python3-httpx");
  process.exit(1);
}

const scratch = await mkdtemp(path.join(tmpdir(), "kimi-fastapi-"));
const project = path.join(scratch, "reading-list");
const recording = path.join(scratch, "answers.jsonl");
const home = process.env["KIMI_AGENT_HOME"] ?? path.join(scratch, "home");
await cp(path.join(here, "project"), project, { recursive: true });
await mkdir(home, { recursive: true });
await writeFile(recording, renderRecording(handwriteRecording(answers, "For the FastAPI example.")));

const argv = [
  "run",
  project,
  "--input-docs",
  "docs/agent_project_plan.json",
  "docs/implementation_plan.md",
  "--prompt",
  "Build a FastAPI CRUD service",
  "--enable-web-search",
  "--replay",
  recording,
  "--sandbox",
  "prefer",
];
console.log(`The model's answers are written by hand: no live model is asked, nothing leaves this machine.
Everything else is real: documents, snapshots, store, tools, pytest, verdict and apply.

$ kimi-agent ${argv.map((word) => (word.includes(" ") ? `"${word}"` : word)).join(" ")}
`);

const interruption = new AbortController();
process.once("SIGINT", () => interruption.abort());
process.exitCode = await runCli(argv, {
  stdout: process.stdout,
  stderr: process.stderr,
  isLive: process.stderr.isTTY,
  columns: process.stderr.columns ?? 80,
  environment: { ...process.env, KIMI_AGENT_HOME: home },
  workingDirectory: here,
  signal: interruption.signal,
});

if (process.exitCode === 0) {
  const { server, books } = await serveOnce(python, project, path.join(scratch, "books.db"));
  console.log(`\nThe service, started from ${project} (${server}):\nGET /books → ${books}`);
}
