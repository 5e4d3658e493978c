import { createSandboxManager } from "../src/index.ts";
import { median } from "./median.ts";

const rounds = 20;

/**
 * Prints what a checkpoint costs in a warm process: after an edit by the tree's own files, and, beside the bare walk of
 * the same tree as `walkMs`, after a command, which is a look at all of it.
 */
export async function measureCheckpoint(options: {
  readonly folder: string;
  readonly target: string;
  readonly walkMs: number;
}): Promise<void> {
  const manager = createSandboxManager({ home: `${options.folder}/home-checkpoint` });
  await manager.probe("off");
  const { id } = await manager.snapshot(options.target);
  const request = { runId: "bench", snapshotId: id, targetPath: options.target, kind: "private" } as const;
  // Deleted with the folder of the bench.
  const tree = await manager.openWorkingTree(request);
  await tree.snapshot();
  const times = { edited: [] as number[], looked: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    await tree.files.edit([
      { kind: "write", path: `edited-${round}.txt`, content: Buffer.from(String(round)) },
    ]);
    for (const onlyEdited of [true, false]) {
      const startedMs = performance.now();
      await tree.snapshot({ onlyEdited });
      times[onlyEdited ? "edited" : "looked"].push(performance.now() - startedMs);
    }
  }
  const [edited, looked] = [median(times.edited), median(times.looked)];
  console.log(
    `a checkpoint, ms: after an edit ${edited.toFixed(1)}; with a look at all ${looked.toFixed(1)}, ${(looked / options.walkMs).toFixed(2)} of the bare walk's ${options.walkMs.toFixed(1)}`,
  );
}
