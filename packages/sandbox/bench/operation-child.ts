// One operation in a process of its own. Prints how long it took without start-up and imports, in milliseconds.
import { lstatSync, readdirSync } from "node:fs";

const [operation = "", target = "", home = "", snapshotId = ""] = process.argv.slice(2);

if (operation === "walk") {
  const startedMs = performance.now();
  walk(target);
  finish(startedMs);
} else {
  const { createSandboxManager } = await import("../src/index.ts");
  const startedMs = performance.now();
  const manager = createSandboxManager({ home });
  if (operation === "snapshot") process.stderr.write((await manager.snapshot(target)).id);
  else if (operation === "restore") await manager.restore({ runId: "bench", targetPath: target, snapshotId });
  else await manager.openWorkingTree({ runId: "bench", snapshotId, targetPath: target, kind: "private" });
  finish(startedMs);
}

function walk(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    if (lstatSync(path).isDirectory()) walk(path);
  }
}

function finish(startedMs: number): void {
  process.stdout.write(String(performance.now() - startedMs));
}
