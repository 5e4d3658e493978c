import { KimiError, type RunStore } from "@kimi/contracts";

/**
 * The id that an id, the beginning of one, or `latest` means. The run itself is not read, and may be damaged.
 * @throws KimiError `usage` when there is none, or more than one.
 */
export async function findRunId(store: Pick<RunStore, "listRuns">, wanted: string): Promise<string> {
  const damaged: string[] = [];
  const runs = await store.listRuns({
    limit: wanted === "latest" ? 1 : Number.MAX_SAFE_INTEGER,
    onDamaged: ({ id }) => damaged.push(id),
  });
  // Of the latest run alone, those that are told of are newer than the one that is found.
  const ids = [...damaged, ...runs.map(({ id }) => id)];
  if (ids.includes(wanted)) return wanted;
  const [first, second] = wanted === "latest" ? ids.slice(0, 1) : ids.filter((id) => id.startsWith(wanted));
  if (first !== undefined && second === undefined) return first;
  const found =
    first === undefined ? `There is no run ${wanted}.` : `More than one run begins with ${wanted}.`;
  throw new KimiError("usage", `${found} See the known ones with: kimi-agent runs list`);
}
