import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answersWith, bodies, writeGreetingProject } from "@kimi/local/testing";
import { callTool, type ScriptedReply } from "@kimi/models/testing";

const files = 50;

/** What a run is asked to do, and what its model answers. */
export interface Job {
  /** Of `kimi-agent`, without the endpoint. */
  readonly arguments: readonly string[];
  readonly conversation: readonly ScriptedReply[];
}

/** A git repository of 50 files with a plan, and answers that run `commands` commands, a turn each, before they write. */
export async function prepareJob(folder: string, commands: number): Promise<Job> {
  const project = await writeGreetingProject(folder);
  mkdirSync(join(project, "src", "parts"));
  const present = 5;
  for (let index = present; index < files; index += 1) {
    const line = `export const part${index} = ${index};\n`;
    writeFileSync(join(project, "src", "parts", `part-${index}.js`), line.repeat(index));
  }
  const git = (...args: readonly string[]): Buffer =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: project });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "Begin");
  const { coding = [], ...others } = answersWith(bodies.right);
  // Each another one: a model that repeats itself is stopped.
  const turns = Array.from({ length: commands }, (_, index) =>
    callTool("run_command", { command: `echo ${index}`, timeoutSeconds: null, requirements: ["REQ-1"] }),
  );
  const conversation = [
    others["requirements"],
    [[...turns, ...(coding[0] ?? [])]],
    others["testing"],
    others["documentation"],
  ];
  return {
    arguments: ["run", "project", "--input-docs", "plan.md"],
    conversation: conversation.flatMap((attempts) => attempts ?? []).flat(),
  };
}
