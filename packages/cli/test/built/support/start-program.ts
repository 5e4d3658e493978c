import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));

/** How the built command ended, and all it said. */
export interface Ending {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command as a process of its own. */
export interface Program {
  /** Sends a signal to this process alone. */
  signal(name: NodeJS.Signals): void;
  readonly ending: Promise<Ending>;
}

/** Starts the built `kimi-agent` with pipes for its streams and nothing inherited from the environment of the tests. */
export function startProgram(
  args: readonly string[],
  place: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): Program {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: place.folder,
    env: place.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  return {
    signal: (name) => void child.kill(name),
    ending: new Promise((resolve, reject) => {
      child.on("error", reject).on("close", (exitCode) => resolve({ exitCode, ...said }));
    }),
  };
}
