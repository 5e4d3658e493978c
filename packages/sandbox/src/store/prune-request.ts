import type { FaultHook } from "../disk/fault-hook.ts";
import { listPinned } from "../tree/tree-place.ts";
import type { CollectRequest } from "./collect-store.ts";

export interface PruneRequest {
  readonly maxBytes: number;
  /** Ids of snapshots that stay whatever they take; asked for when nobody else uses the store. @default none */
  readonly pinned?: () => Promise<readonly string[]>;
}

/** With the snapshots pinned that open working trees below `trees` come from. */
export function toCollectRequest(
  { maxBytes, pinned = async () => [] }: PruneRequest,
  { trees, fault }: { readonly trees: string; readonly fault: FaultHook },
): CollectRequest {
  return { maxBytes, listPinned: async () => [...(await pinned()), ...listPinned(trees)], fault };
}
