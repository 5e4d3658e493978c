import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { DeliverableSink } from "@kimi/contracts";
import { type Deliverable, type DeliverableSource, projectRun } from "./project-run.ts";

/** Writes deliverables, and while a run goes on only those that have changed since they were written last. */
export class DeliverablesWriter {
  /** Hash by path, by the folder of a run that goes on. */
  readonly #written = new Map<string, Map<string, string>>();

  async write(runId: string, store: DeliverableSource, sink: DeliverableSink): Promise<void> {
    const written = this.#written.get(sink.folder) ?? new Map<string, string>();
    this.#written.set(sink.folder, written);
    for (const deliverable of await projectRun(runId, store)) {
      const { path, hash } = deliverable;
      if (written.get(path) === hash && (await isThere(sink.folder, deliverable))) continue;
      await sink.write(path, await deliverable.read());
      written.set(path, hash);
    }
    const run = await store.readRun(runId);
    if (run?.status !== "running") this.#written.delete(sink.folder);
  }
}

/** Whether what was written still looks as it did: somebody may have removed or emptied it in between. */
async function isThere(folder: string, { path, bytes }: Deliverable): Promise<boolean> {
  const stats = await lstat(join(folder, path)).catch(() => null);
  return stats?.isFile() === true && stats.size === bytes;
}
