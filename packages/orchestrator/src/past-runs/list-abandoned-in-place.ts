import type { RunFilter, RunRecord, RunStore } from "@kimi/contracts";
import { isAbandonedInPlace } from "./is-abandoned-in-place.ts";
import { unlessDamaged } from "./unless-damaged.ts";

/**
 * Runs that died while they worked in a target itself, so that half a change may stand there; newest first.
 * @throws KimiError `store` for a damaged run, unless `onDamaged` is to be told of it.
 */
export async function listAbandonedInPlace(
  store: Pick<RunStore, "listRuns" | "readRun">,
  filter: Pick<RunFilter, "targetPath" | "onDamaged"> = {},
): Promise<readonly RunRecord[]> {
  const dead = await store.listRuns({ ...filter, status: "interrupted", limit: Number.MAX_SAFE_INTEGER });
  const runs = await Promise.all(
    dead.map(({ id }) =>
      unlessDamaged(id, filter.onDamaged, async () =>
        [await store.readRun(id)].filter((run) => run !== null),
      ),
    ),
  );
  return runs.flat().filter(isAbandonedInPlace);
}
