// A run in a process of its own that can be killed: sends each of its events, and dies at the one it is told to die at.
import { join } from "node:path";
import { createOrchestrator } from "../../src/index.ts";

/** What the process is to do. */
export interface KillableOptions {
  /** Holds the project, the plan and the home. */
  readonly folder: string;
  /** Base URL of the model server. */
  readonly endpoint: string;
  /** The run to take up again; a new one when `null`. */
  readonly runId: string | null;
  readonly inPlace: boolean;
  /** Kills itself as soon as so many of its events are stored; `null`: never. */
  readonly diesAt: number | null;
}

/** An orchestrator over the folder of a killable run. */
export function openKillable({ folder, endpoint }: Pick<KillableOptions, "folder" | "endpoint">) {
  return createOrchestrator({
    home: join(folder, "home"),
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    baseUrl: endpoint,
    program: "killable",
  });
}

async function run(options: KillableOptions, report: (event: string) => void): Promise<void> {
  await using local = await openKillable(options);
  const { folder, runId, inPlace, diesAt } = options;
  const targetPath = join(folder, "project");
  const handle =
    runId === null
      ? local.start({ targetPath, inputDocs: ["plan.md"], sandbox: "prefer", inPlace, seed: 1 })
      : await local.resume(runId);
  let stored = 0;
  for await (const { event } of handle.events) {
    stored += 1;
    // Before anything else of this process can happen.
    if (stored === diesAt) process.kill(process.pid, "SIGKILL");
    report(event.type);
  }
  await handle.result;
}

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) {
  const options: KillableOptions = JSON.parse(text);
  await run(options, (event) => process.send?.(event));
  process.disconnect();
}
