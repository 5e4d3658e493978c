import type { DeliverableSink } from "@kimi/contracts";
import { type DeliverableSource, projectRun } from "./project-run.ts";

/** Writes deliverables, and of a sink it has written to before only what has changed since. */
export class DeliverablesWriter {
  /** Hash by path. A sink opened anew is written whole, so what somebody deleted in between comes back. */
  readonly #written = new WeakMap<DeliverableSink, Map<string, string>>();

  async write(runId: string, store: DeliverableSource, sink: DeliverableSink): Promise<void> {
    const written = this.#written.get(sink) ?? new Map<string, string>();
    this.#written.set(sink, written);
    for (const deliverable of await projectRun(runId, store)) {
      const { path, hash } = deliverable;
      if (written.get(path) === hash) continue;
      await sink.write(path, await deliverable.read());
      written.set(path, hash);
    }
  }
}
