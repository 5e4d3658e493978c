import { measureProgram, type MeasuredRun } from "./measure-program.ts";
import { prepareJob } from "./prepare-job.ts";

/** Runs the built command over a fresh project, to its proven end. @throws Error when it does not get there. */
export function runProgram(main: string, home: string, commands = 10): Promise<MeasuredRun> {
  return measureProgram(async (folder) => {
    const { conversation, arguments: args } = await prepareJob(folder, commands);
    return {
      start: (baseUrl) => [main, ...args, "--base-url", baseUrl],
      environment: { KIMI_AGENT_HOME: home },
      conversation,
      commands,
    };
  });
}
