import { KimiError, type RunRecord, type RunStore } from "@kimi/contracts";

/**
 * The run with an id, the beginning of one, or `latest`.
 * @throws KimiError `usage` when there is none, or more than one.
 */
export async function findRun(
  store: Pick<RunStore, "readRun" | "listRuns">,
  wanted: string,
): Promise<RunRecord> {
  const exact = wanted === "latest" ? (await store.listRuns({ limit: 1 }))[0] : await store.readRun(wanted);
  if (exact) return exact;
  const runs = await store.listRuns({ limit: Number.MAX_SAFE_INTEGER });
  const [first, second] = runs.filter((run) => run.id.startsWith(wanted));
  if (first !== undefined && second === undefined) return first;
  const found =
    first === undefined ? `There is no run ${wanted}.` : `More than one run begins with ${wanted}.`;
  throw new KimiError("usage", `${found} See the known ones with: kimi-agent runs list`);
}
