import { KimiError, type RunRecord, type RunStore } from "@kimi/contracts";
import { findRunId } from "./find-run-id.ts";

/**
 * The run with an id, the beginning of one, or `latest`.
 * @throws KimiError `usage` when there is none, or more than one.
 */
export async function findRun(
  store: Pick<RunStore, "readRun" | "listRuns">,
  wanted: string,
): Promise<RunRecord> {
  const run = (await store.readRun(wanted)) ?? (await store.readRun(await findRunId(store, wanted)));
  if (run !== null) return run;
  throw new KimiError("usage", `There is no run ${wanted} any more.`);
}
