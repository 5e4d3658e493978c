import { KimiError, type RunRecord, type RunStore } from "@kimi/contracts";

/**
 * The run with an id, the beginning of one, or `latest`.
 * @throws KimiError `usage` when there is none, or more than one.
 */
export async function findRun(
  store: Pick<RunStore, "readRun" | "listRuns">,
  wanted: string,
): Promise<RunRecord> {
  const exact = await store.readRun(wanted);
  if (exact !== null) return exact;
  const runs = await store.listRuns({ limit: wanted === "latest" ? 1 : Number.MAX_SAFE_INTEGER });
  const [first, second] = wanted === "latest" ? runs : runs.filter((run) => run.id.startsWith(wanted));
  const run = first === undefined || second !== undefined ? null : await store.readRun(first.id);
  if (run !== null) return run;
  const found =
    first === undefined ? `There is no run ${wanted}.` : `More than one run begins with ${wanted}.`;
  throw new KimiError("usage", `${found} See the known ones with: kimi-agent runs list`);
}
