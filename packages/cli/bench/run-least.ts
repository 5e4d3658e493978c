import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { callTool, say } from "@kimi/models/testing";
// @boundaries-ignore what a command is confined with, without what is done for it besides
import { createBubblewrap } from "../../sandbox/src/isolation/bubblewrap/bubblewrap.ts";
// @boundaries-ignore the same limits
import { resolveLimits } from "../../sandbox/src/limits/resolve-limits.ts";
import type { LeastPlan } from "./least/least-plan.ts";
import { measureProgram, type MeasuredRun } from "./measure-program.ts";

const packageFolder = new URL("..", import.meta.url).pathname;
// Where it finds the package that is not bundled.
const built = join(packageFolder, "node_modules", ".least");

/** Bundles the least program as the command is bundled. */
export function buildLeast(): void {
  const entry = ["--entry.least-program", "bench/least/least-program.ts", "--out-dir", built];
  execFileSync("tsup", entry, { cwd: packageFolder, stdio: ["ignore", "ignore", "inherit"] });
}

/** Runs the least program: its first answer is a command too, so that its turns are as many. */
export function runLeast(home: string, commands = 10): Promise<MeasuredRun> {
  return measureProgram(async (folder) => {
    const plan: LeastPlan = { home, launch: await prepareLaunch(folder, home) };
    const calls = Array.from({ length: commands + 1 }, (_, index) =>
      callTool("run_command", { command: `echo ${index}` }),
    );
    return {
      start: (baseUrl) => [join(built, "least-program.js"), baseUrl],
      environment: { LEAST_PLAN: JSON.stringify(plan) },
      conversation: [...calls, say("Done.")].map((item) => [item]),
      commands,
    };
  });
}

/** The arguments that our own sandbox starts `/bin/sh -c` with; the command itself is to follow. */
async function prepareLaunch(folder: string, home: string): Promise<LeastPlan["launch"]> {
  const at = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const sandbox = createBubblewrap({
    environment: { PATH: process.env["PATH"], HOME: at("home") },
    hidden: [home],
    store: join(home, "confinement"),
  });
  const { program, args, env, filterFile } = await sandbox.prepare({
    argv: ["/bin/sh", "-c"],
    treeRoot: at("tree"),
    targetPath: at("project"),
    workingDirectory: "",
    env: { PATH: process.env["PATH"] ?? "" },
    network: "none",
    limits: resolveLimits(),
    scratch: at("scratch"),
    supportFolder: at("scratch/support"),
    reportsFolder: at("scratch/reports"),
    outputFolder: at("scratch/output"),
    hasOutput: false,
  });
  return { program, args, env, filterFile: filterFile ?? "/dev/null" };
}
