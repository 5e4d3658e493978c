import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { writeGreetingProject } from "@kimi/local/testing";
import { onTestFinished } from "vitest";
import { startProgram, type Ending, type Program } from "./start-program.ts";

/** A folder with a project, its plan and a home, in which the built command runs as a stranger's would. */
export interface Scene {
  /** The current directory of the command; `plan.md` lies here. */
  readonly folder: string;
  /** The project, `folder/project`. */
  readonly project: string;
  /** Every variable the command sees: PATH, an empty HOME, a KIMI_AGENT_HOME below it and a key. */
  readonly environment: NodeJS.ProcessEnv;
  start(args: readonly string[], environment?: NodeJS.ProcessEnv): Program;
  /** Runs to the end; `environment` is added to the scene's. */
  run(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ending>;
}

/** The key that the command is given; no model server asks for another. */
export const testKey = "sk-test-4Xq9";

/** A scene that is gone when the test is. */
export async function setScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "kimi-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const project = await writeGreetingProject(folder);
  const environment = {
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    HOME: join(folder, "home"),
    KIMI_AGENT_HOME: join(folder, "home", "kimi"),
    OPENAI_API_KEY: testKey,
  };
  const start: Scene["start"] = (args, added = {}) =>
    startProgram(args, { folder, environment: { ...environment, ...added } });
  return { folder, project, environment, start, run: (args, added) => start(args, added).ending };
}

/** The arguments of a run over the scene's project and plan. */
export function runArguments(...options: readonly string[]): readonly string[] {
  return ["run", "project", "--input-docs", "plan.md", "--sandbox", "prefer", ...options];
}
