import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { answersWith, bodies, writeGreetingProject } from "@kimi/local/testing";
import { renderRecording } from "@kimi/models";
import { handwriteRecording } from "@kimi/models/testing";
import { onTestFinished } from "vitest";
import { runCli } from "../../src/run-cli.ts";

/** A folder with the greeting project, its plan, and answers that carry it out. */
export interface Stage {
  readonly folder: string;
  /** Runs a command line in the folder. */
  readonly kimi: (...argv: readonly string[]) => Promise<Outcome>;
  /** Runs the project with the recorded answers. */
  readonly play: (...options: readonly string[]) => Promise<Outcome>;
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a stage is set with. */
export interface StageOptions {
  /** The code that the answers write. @default code that meets all requirements */
  readonly body?: string;
  /** Sees what goes to stderr, as it goes. */
  readonly onSaid?: (said: string, folder: string) => void;
  /** Added to the variables that the command sees. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A stage that is gone when the test is. */
export async function setStage({
  body = bodies.right,
  onSaid = () => {},
  environment: added = {},
}: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "kimi-stage-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeGreetingProject(folder);
  await writeFile(join(folder, "answers.jsonl"), renderRecording(handwriteRecording(answersWith(body))));
  const environment = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    KIMI_AGENT_HOME: join(folder, "home"),
    ...added,
  };
  const kimi: Stage["kimi"] = async (...argv) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const [out, err] = [text(stdout), text(stderr)];
    stderr.on("data", (said) => onSaid(String(said), folder));
    const terminal = { stdout, stderr, isLive: false, columns: 110, workingDirectory: folder };
    const code = await runCli(argv, { ...terminal, environment, signal: new AbortController().signal });
    stdout.end();
    stderr.end();
    return { code, out: await out, err: await err };
  };
  const run = "run project --input-docs plan.md --sandbox prefer --replay answers.jsonl".split(" ");
  return { folder, kimi, play: (...options) => kimi(...run, ...options) };
}
