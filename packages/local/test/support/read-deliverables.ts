import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Files that tell how the run went and not what came of it: the times, and the interruptions. */
const accounts = new Set(["events.jsonl", "run.json"]);

/** A run's deliverables by path, without ids, instants, durations and folders of this one run. */
export async function readDeliverables(
  project: string,
  runId: string,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const root = join(project, ".kimi_agent", "runs", runId);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const contents = entries
    .filter((entry) => entry.isFile() && !accounts.has(entry.name))
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const text = await readFile(path, "utf8");
      return [path.slice(root.length + 1), withoutParticulars(text, runId, folder)] as const;
    });
  return Object.fromEntries((await Promise.all(contents)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutParticulars(text: string, runId: string, folder: string): string {
  return (
    text
      .replaceAll(runId, "RUN")
      .replaceAll(folder, "FOLDER")
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "INSTANT")
      .replaceAll(/("\w*(?:durationMs|elapsedMs)":) ?\d+(?:\.\d+)?/g, "$1 0")
      // Made of the times of its files, too.
      .replaceAll(/("snapshotId":) ?"[0-9a-f]{64}"/g, '$1 "SNAPSHOT"')
  );
}
