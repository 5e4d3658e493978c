import { setTimeout as wait } from "node:timers/promises";
import { KimiError, type RunStore, type StoredEvent } from "@kimi/contracts";

export interface FollowOptions {
  /** Only events after this one. @default 0 */
  readonly afterSequence?: number;
  /** How long to wait before looking for further events. @default 200 */
  readonly intervalMs?: number;
  /** Ends the following, without an error. */
  readonly signal?: AbortSignal;
}

/**
 * The events of a run, those to come included, until the run no longer runs. Any process may be writing them.
 * @throws KimiError `usage` when there is no such run.
 */
export async function* followEvents(
  store: Pick<RunStore, "readRun" | "readEvents">,
  runId: string,
  { afterSequence = 0, intervalMs = 200, signal }: FollowOptions = {},
): AsyncGenerator<StoredEvent> {
  let last = afterSequence;
  for (;;) {
    // Looked at first: what is written before the run ends is then read for sure.
    const run = await store.readRun(runId);
    if (run === null) throw new KimiError("usage", `There is no run ${runId}; it may have been pruned.`);
    for (const event of await store.readEvents(runId, last)) {
      yield event;
      last = event.sequence;
    }
    if (run.status !== "running") return;
    await wait(intervalMs, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    if (signal?.aborted === true) return;
  }
}
