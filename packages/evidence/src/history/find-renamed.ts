import { followLines } from "../lines/follow-lines.ts";
import type { AppliedRun } from "./applied-run.ts";
import type { OpenHistory } from "./open-history.ts";

/** Files that are compared with one whose name no run knows, at most. */
const maxCompared = 50;
/** How much of the smaller of two files must be found in the other. */
const leastShared = 0.5;

/**
 * The path under which the first of `runs` knows a file: the same where the run changed that; where none of the runs
 * did, the one of a file that the run changed, that is not in the project any more, and that the lines come from.
 * `null` when the run knows nothing of it.
 */
export async function findRenamed(
  history: OpenHistory,
  file: { readonly runs: readonly AppliedRun[]; readonly path: string; readonly lines: readonly string[] },
): Promise<string | null> {
  const [run] = file.runs;
  if (run === undefined || run.changed.has(file.path)) return run === undefined ? null : file.path;
  if (file.runs.some(({ changed }) => changed.has(file.path))) return null;
  let best: { readonly path: string; readonly shared: number } | null = null;
  for (const path of await listMissing(history, run, file.path)) {
    const lines = await history.readLines(run.finalId, path);
    if (lines === null || lines === "gone" || lines.length === 0) continue;
    const found = followLines(file.lines, lines).filter(
      (each) => each !== null && each.match !== "rewritten",
    );
    const shared = found.length / Math.min(lines.length, file.lines.length);
    if (shared >= leastShared && shared > (best?.shared ?? 0)) best = { path, shared };
  }
  return best?.path ?? null;
}

/** Files of the run's result that are not in the project any more; those with the same name first. */
async function listMissing(history: OpenHistory, run: AppliedRun, path: string): Promise<readonly string[]> {
  const name = nameOf(path);
  const ending = name.slice(name.lastIndexOf("."));
  const written = [...run.changed].flatMap(([each, { after }]) =>
    after !== null && each.endsWith(ending) ? [each] : [],
  );
  const missing: string[] = [];
  for (const each of written.toSorted((a, b) => Number(nameOf(b) === name) - Number(nameOf(a) === name))) {
    if (missing.length < maxCompared && (await history.readPresentLines(each)) === null) missing.push(each);
  }
  return missing;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
