import type { Snapshot } from "@kimi/contracts";

/** What a stat cache knows beside its table. */
export interface CacheState {
  /** Of the store that holds all contents, but for those marked as missing, and the records that have summaries; `null` for none. */
  readonly generation: string | null;
  /** What was recorded of just this state; `null` when nothing was, or something has changed since. */
  readonly snapshot: Snapshot | null;
}

/** As text: generation and snapshot, each with a NUL behind it. */
export function formatState({ generation, snapshot }: CacheState): string {
  const { id = "", treeHash = "", fileCount = 0, totalBytes = 0 } = snapshot ?? {};
  const recorded = snapshot === null ? "" : `${id} ${treeHash} ${fileCount} ${totalBytes}`;
  return `${generation ?? ""}\0${recorded}\0`;
}

/** Reads what {@link formatState} gave, whatever stands behind it. */
export function parseState(text: string): CacheState {
  const [generation = "", recorded = ""] = text.split("\0");
  const [id = "", treeHash = "", fileCount, totalBytes] = recorded.split(" ");
  return {
    generation: generation === "" ? null : generation,
    snapshot:
      recorded === "" ? null : { id, treeHash, fileCount: Number(fileCount), totalBytes: Number(totalBytes) },
  };
}
