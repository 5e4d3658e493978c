import type { RunRecord, RunStore } from "@kimi/contracts";
import { isAbandonedInPlace } from "./is-abandoned-in-place.ts";

/** Runs that died while they worked in a target itself, so that half a change may stand there; newest first. */
export async function listAbandonedInPlace(
  store: Pick<RunStore, "listRuns" | "readRun">,
  filter: { readonly targetPath?: string } = {},
): Promise<readonly RunRecord[]> {
  const dead = await store.listRuns({ ...filter, status: "interrupted", limit: Number.MAX_SAFE_INTEGER });
  const runs = await Promise.all(dead.map(({ id }) => store.readRun(id)));
  return runs.filter((run) => run !== null).filter(isAbandonedInPlace);
}
