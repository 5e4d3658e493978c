import { KimiError, type RunRecord, type RunStore } from "@kimi/contracts";
import { isAbandonedInPlace } from "./is-abandoned-in-place.ts";
import { listAbandonedInPlace } from "./list-abandoned-in-place.ts";

/**
 * Work on top of half a change would take it for the user's own, and recovering it later would undo the work. `own` is
 * a run that the caller holds, and that is therefore not among those that are told to be interrupted.
 * @throws KimiError `target` when a run died in the target and was not settled since.
 */
export async function assertSettled(
  store: Pick<RunStore, "listRuns" | "readRun">,
  targetPath: string,
  own: RunRecord | null = null,
): Promise<void> {
  const others = await listAbandonedInPlace(store, { targetPath });
  const abandoned = own !== null && isAbandonedInPlace(own) ? own : others[0];
  if (abandoned === undefined) return;
  throw new KimiError(
    "target",
    `Run ${abandoned.id} died while it worked in place in ${targetPath}: expected a project as its user left it. Bring it back first with: kimi-agent recover`,
    { details: { runId: abandoned.id } },
  );
}
