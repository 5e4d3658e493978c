import type { RunStore } from "@kimi/contracts";

/** A sentence about the latest run on a target that stopped before its end; none when there is none. */
export async function noteOpenRun(
  store: Pick<RunStore, "listRuns">,
  targetPath: string,
): Promise<readonly string[]> {
  const [latest] = await store.listRuns({ targetPath, limit: 1 });
  if (latest === undefined) return [];
  const { id, status, resumable, applied } = latest;
  if (!resumable || (applied && status !== "interrupted")) return [];
  return [`The last run on this project is ${status}; to go on with it instead: kimi-agent resume ${id}`];
}
