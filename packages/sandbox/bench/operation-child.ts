// One operation in a process of its own, on the built package. Prints how long it took without start-up and imports, in
// milliseconds, and the id of the snapshot it took.
import { lstatSync, readdirSync } from "node:fs";

const [operation = "", target = "", home = "", snapshotId = ""] = process.argv.slice(2);

if (operation === "walk") {
  const startedMs = performance.now();
  walk(target);
  finish(startedMs);
} else {
  const { createSandboxManager } = await import("@kimi/sandbox");
  const startedMs = performance.now();
  const manager = createSandboxManager({ home });
  const request = { runId: "bench", targetPath: target, snapshotId } as const;
  if (operation === "snapshot") snapshotIdOf(await manager.snapshot(target));
  else if (operation === "restore") await manager.restore(request);
  else if (operation === "press") await manager.prune({ maxBytes: 0, pinned: async () => [snapshotId] });
  else await manager.openWorkingTree({ ...request, kind: "private" });
  finish(startedMs);
}

function walk(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    if (lstatSync(path).isDirectory()) walk(path);
  }
}

function snapshotIdOf({ id }: { readonly id: string }): void {
  process.stderr.write(id);
}

function finish(startedMs: number): void {
  process.stdout.write(String(performance.now() - startedMs));
}
