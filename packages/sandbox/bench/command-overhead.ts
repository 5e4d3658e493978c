import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createSandboxManager } from "../src/index.ts";
import { median } from "./median.ts";

const rounds = 60;

export interface CommandOverhead {
  readonly plainMs: number;
  readonly confinedMs: number;
  readonly unconfinedMs: number;
}

/** Medians of `true` as a plain child process, and as a whole call of `commands.run` in either tier, taken in turns. */
export async function measureCommandOverhead(folder: string): Promise<CommandOverhead> {
  const target = join(folder, "command-target");
  mkdirSync(target);
  const open = async (mode: "require" | "off") => {
    const manager = createSandboxManager({ home: join(folder, `home-${mode}`) });
    await manager.probe(mode);
    const { id } = await manager.snapshot(target);
    return manager.openWorkingTree({ runId: "bench", snapshotId: id, targetPath: target, kind: "private" });
  };
  const confined = await open("require");
  const unconfined = await open("off");
  const contestants = {
    plainMs: runPlain,
    confinedMs: () => confined.commands.run({ argv: ["/bin/true"] }),
    unconfinedMs: () => unconfined.commands.run({ argv: ["/bin/true"] }),
  };
  const times: Record<keyof typeof contestants, number[]> = { plainMs: [], confinedMs: [], unconfinedMs: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ["plainMs", "confinedMs", "unconfinedMs"] as const) {
      const startedMs = performance.now();
      await contestants[name]();
      times[name].push(performance.now() - startedMs);
    }
  }
  return {
    plainMs: median(times.plainMs),
    confinedMs: median(times.confinedMs),
    unconfinedMs: median(times.unconfinedMs),
  };
}

function runPlain(): Promise<unknown> {
  return new Promise((resolve) => {
    const child = spawn("/bin/true", { stdio: ["ignore", "pipe", "pipe"], detached: true });
    child.stdout.resume();
    child.stderr.resume();
    child.once("close", resolve);
  });
}
