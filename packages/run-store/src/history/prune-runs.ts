import { KimiError, type RunFilter, type RunStatus, type RunStore, type RunSummary } from "@kimi/contracts";

/** Which runs to forget: those that all of this applies to. */
export interface PruneOptions {
  /** Runs that ended before this instant (ISO 8601, UTC); one that has no end, that started before it. */
  readonly before?: string;
  readonly statuses?: readonly RunStatus[];
  /** Only as many, the oldest first, as it takes for all that are left to have no more bytes than this. */
  readonly maxBytes?: number;
  /** Runs that could be resumed too. Running ones are never forgotten. @default false */
  readonly includeResumable?: boolean;
  /** Only says what would be forgotten. @default false */
  readonly dryRun?: boolean;
  /** Is told of runs that cannot be read: they are never forgotten here. @default one is an error */
  readonly onDamaged?: RunFilter["onDamaged"];
}

/** A run that is forgotten, with the bytes it takes. */
export interface PrunedRun {
  readonly run: RunSummary;
  readonly bytes: number;
}

/**
 * Forgets runs that are not needed any more, and gives them, oldest first.
 * @throws KimiError `usage` when neither age, status nor size is said: nothing is forgotten unasked.
 */
export async function pruneRuns(
  store: Pick<RunStore, "listRuns" | "measureRuns" | "deleteRuns">,
  options: PruneOptions,
): Promise<readonly PrunedRun[]> {
  const { before, statuses, maxBytes, dryRun = false, onDamaged } = options;
  if (before === undefined && statuses === undefined && maxBytes === undefined) {
    throw new KimiError(
      "usage",
      "Neither an age, a status nor a size was given; at least one must say which runs to forget.",
    );
  }
  const sizes = await store.measureRuns();
  const all = { limit: Number.MAX_SAFE_INTEGER, ...(onDamaged === undefined ? {} : { onDamaged }) };
  const runs = (await store.listRuns(all)).map((run) => ({ run, bytes: sizes.get(run.id) ?? 0 }));
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const chosen = choosePrunable(runs, total, options);
  if (!dryRun && chosen.length > 0) await store.deleteRuns(chosen.map(({ run }) => run.id));
  return chosen;
}

/** Chooses what {@link pruneRuns} forgets, from runs that are sorted newest first. */
function choosePrunable(
  runs: readonly PrunedRun[],
  totalBytes: number,
  { before, statuses, maxBytes, includeResumable = false }: PruneOptions,
): readonly PrunedRun[] {
  const eligible = runs
    .toReversed()
    .filter(({ run }) => run.status !== "running" && (includeResumable || !run.resumable))
    .filter(({ run }) => before === undefined || (run.endedAt ?? run.startedAt) < before)
    .filter(({ run }) => statuses === undefined || statuses.includes(run.status));
  if (maxBytes === undefined) return eligible;
  let total = totalBytes;
  const chosen: PrunedRun[] = [];
  for (const one of eligible) {
    if (total <= maxBytes) break;
    chosen.push(one);
    total -= one.bytes;
  }
  return chosen;
}
