import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Recording, RunConfigInput, RunEvent, RunResult } from "@kimi/contracts";
import { handwriteRecording, type HandwrittenAnswers } from "@kimi/models/testing";
import { onTestFinished } from "vitest";
import { createOrchestrator, type LocalOptions, type LocalOrchestrator } from "../../src/index.ts";
import { writeGreetingProject } from "../../src/testing/greeting-project.ts";

/** A project of its own, and an orchestrator whose model answers are written by hand; everything else is real. */
export interface ScriptedRun {
  readonly folder: string;
  readonly project: string;
  readonly local: LocalOrchestrator;
  /** Runs to the end; `onEvent` sees each event as it is stored. */
  readonly run: (
    config?: Partial<RunConfigInput>,
    onEvent?: (event: RunEvent, cancel: () => void) => void | Promise<void>,
  ) => Promise<FinishedRun>;
}

/** How a run ended, and all that happened in it. */
interface FinishedRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kimi-local-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Prepares a run over the greeting project with these answers. */
export async function prepareRun(
  answers: HandwrittenAnswers | Recording,
  options: LocalOptions = {},
): Promise<ScriptedRun> {
  const folder = await temporaryFolder();
  const project = await writeGreetingProject(folder);
  const recording = isRecording(answers) ? answers : handwriteRecording(answers);
  const local = await createOrchestrator({
    home: join(folder, "home"),
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    ...(options.models === undefined && options.baseUrl === undefined ? { recording } : {}),
    ...options,
  });
  onTestFinished(() => local[Symbol.asyncDispose]());
  return {
    folder,
    project,
    local,
    async run(config = {}, onEvent = () => {}) {
      const handle = local.start({
        targetPath: project,
        inputDocs: ["plan.md"],
        sandbox: "prefer",
        ...config,
      });
      const events: RunEvent[] = [];
      for await (const { event } of handle.events) {
        events.push(event);
        await onEvent(event, () => handle.cancel());
      }
      return { result: await handle.result, events };
    },
  };
}

function isRecording(answers: HandwrittenAnswers | Recording): answers is Recording {
  return Array.isArray(answers["calls"]) && "header" in answers;
}
