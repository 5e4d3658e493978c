import { type ExportReport, type ExportRequest, KimiError, type RunRecord } from "@kimi/contracts";
import { projectRun } from "../deliverables/project-run.ts";
import type { ArchivePlan, PlannedEntry } from "./archive-plan.ts";
import { planRecords } from "./plan-records.ts";
import { planTree } from "./plan-tree.ts";
import { writeArchive } from "./write-archive.ts";

/**
 * Writes a run as a zip archive: `tree/` (the final snapshot), `deliverables/`, `run-database.jsonl`, and
 * `export.json`, which says what was left out and why. Everything is searched for secrets before a byte is written.
 * @throws KimiError `usage` when the run does not exist, still runs or has no final snapshot; `disk` when the archive
 * cannot be written.
 */
export async function exportRun(request: ExportRequest): Promise<ExportReport> {
  const { runId, store, workspaces, redactor, outputPath } = request;
  const { run, snapshotId } = await readFinished(runId, store);
  await using tree = await workspaces.openWorkingTree({
    runId,
    snapshotId,
    targetPath: run.targetPath,
    kind: "private",
  });
  const plan = mergePlans(
    await planTree(tree, redactor, "tree/"),
    await planRecords(
      await projectRun(runId, store),
      await store.exportRun(runId),
      redactor,
      "deliverables/",
    ),
  );
  const entries = byPath([...plan.entries, describeExport(run, plan)]);
  const { bytes, hash } = await writeArchive(outputPath, new Date(run.startedAt), entries);
  return { outputPath, bytes, hash, entries: entries.length, leftOut: plan.leftOut.map(({ path }) => path) };
}

async function readFinished(
  runId: string,
  store: ExportRequest["store"],
): Promise<{ readonly run: RunRecord; readonly snapshotId: string }> {
  const run = await store.readRun(runId);
  if (run === null) {
    throw new KimiError("usage", `There is no run ${runId}. \`kimi-agent runs list\` shows those there are.`);
  }
  if (run.status === "running") {
    throw new KimiError("usage", `Run ${runId} is still running; export it when it has ended.`);
  }
  if (run.finalSnapshotId === null) {
    throw new KimiError(
      "usage",
      `Run ${runId} (${run.status}) ended before it had a final tree, so there is nothing to export. ` +
        "Its deliverables are in its folder below .kimi_agent/runs.",
    );
  }
  return { run, snapshotId: run.finalSnapshotId };
}

function mergePlans(...plans: readonly ArchivePlan[]): ArchivePlan {
  return {
    entries: plans.flatMap(({ entries }) => entries),
    leftOut: byPath(plans.flatMap(({ leftOut }) => leftOut)),
  };
}

function describeExport(run: RunRecord, { leftOut }: ArchivePlan): PlannedEntry {
  const description = {
    format: "kimi-export",
    version: 1,
    runId: run.id,
    status: run.status,
    snapshotId: run.finalSnapshotId,
    leftOut,
  };
  const content = Buffer.from(`${JSON.stringify(description, null, 2)}\n`);
  return { path: "export.json", mode: 0o100644, read: async () => content };
}

/** By the bytes of the path, which puts a folder before what is in it. */
function byPath<T extends { readonly path: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
