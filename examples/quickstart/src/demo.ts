/** The quickstart: the main job, offline, with model answers written by hand. Everything else is real. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { runCli } from "@kimi/cli";
import { renderRecording } from "@kimi/models";
import { handwriteRecording } from "@kimi/models/testing";
import { listAnswers } from "./conversations/list-answers.ts";
import { copyProject } from "./copy-project.ts";
import { describeResults } from "./describe-results.ts";

const { values } = parseArgs({
  options: {
    // Fix-forwards that fix nothing, until the attempts are spent: the run fails, the project keeps its bytes.
    unfixed: { type: "boolean", default: false },
    // Work in the copy itself rather than in a private tree.
    "in-place": { type: "boolean", default: false },
  },
});

const scratch = await mkdtemp(path.join(tmpdir(), "kimi-quickstart-"));
const project = path.join(scratch, "pocket-ledger");
const answers = path.join(scratch, "answers.jsonl");
const home = process.env["KIMI_AGENT_HOME"] ?? path.join(scratch, "home");
await copyProject(project);
await mkdir(home, { recursive: true });
await writeFile(
  answers,
  renderRecording(handwriteRecording(listAnswers(values.unfixed), "For the quickstart.")),
);

const argv = [
  "run",
  project,
  "--input-docs",
  "plans/implementation_plan.md",
  "plans/agent_project_plan.json",
  "--replay",
  answers,
  "--sandbox",
  "prefer",
  ...(values["in-place"] ? ["--in-place"] : []),
];
console.log(`The model's answers are written by hand: no live model is asked, nothing leaves this machine.
Everything else is real: documents, snapshots, store, tools, tests, verdict and apply.

$ kimi-agent ${argv.join(" ")}
`);

const interruption = new AbortController();
process.once("SIGINT", () => interruption.abort());
process.exitCode = await runCli(argv, {
  stdout: process.stdout,
  stderr: process.stderr,
  isLive: process.stderr.isTTY,
  columns: process.stderr.columns ?? 80,
  environment: { ...process.env, KIMI_AGENT_HOME: home },
  workingDirectory: path.join(import.meta.dirname, ".."),
  signal: interruption.signal,
});

console.log(["", ...(await describeResults(project, process.exitCode))].join("\n"));
