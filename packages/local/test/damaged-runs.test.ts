import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSandboxManager } from "@kimi/sandbox";
import { expect, it, onTestFinished } from "vitest";
import { createOrchestrator } from "../src/index.ts";
import { recordedRun } from "./support/recorded-run.ts";

const at = "2026-11-01T10:00:00.000Z";

/** A home with a run on one snapshot, another run on a second, a third that nobody needs; then `sql` is run on it. */
async function damagedHome(sql: string) {
  const folder = mkdtempSync(join(tmpdir(), "damaged-runs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [home, target] = [join(folder, "home"), join(folder, "target")];
  mkdirSync(target);
  const manager = createSandboxManager({ home });
  const ids: string[] = [];
  {
    await using local = await createOrchestrator({ home, environment: {} });
    for (const runId of ["old", "new", null]) {
      writeFileSync(join(target, "file.txt"), runId ?? "nobody's");
      const snapshot = await manager.snapshot(target);
      ids.push(snapshot.id);
      if (runId === null) continue;
      await local.store.createRun(recordedRun(runId, { status: "running", baselineSnapshotId: snapshot.id }));
      await local.store.appendEvent(runId, at, { type: "snapshot-taken", purpose: "baseline", snapshot });
      await local.store.appendEvent(runId, at, {
        type: "upload-created",
        vectorStoreId: runId,
        files: 1,
        bytes: 1,
      });
      await local.store.updateRun(runId, { status: "failed", endedAt: at });
    }
  }
  const database = new DatabaseSync(join(home, "runs.db"));
  database.exec(sql);
  database.close();
  const local = await createOrchestrator({ home, environment: {} });
  onTestFinished(() => local[Symbol.asyncDispose]());
  return { local, ids };
}

it.each([
  ["its status", "UPDATE runs SET status = 'bogus' WHERE id = 'old'"],
  ["what it began with", "UPDATE runs SET baseline_snapshot_id = NULL WHERE id = 'old'"],
])("keeps all snapshots of a run when %s was altered, and goes on with the others", async (_, sql) => {
  const { local, ids } = await damagedHome(sql);
  const { removedSnapshots, damagedRuns } = await local.pruneSnapshots(0);
  expect(removedSnapshots).toEqual(ids.slice(-1));
  expect(damagedRuns).toEqual([{ id: "old", problem: expect.stringContaining("runs forget old") }]);
});

it("deletes no snapshot when it cannot be told which ones a damaged run has, until the run is forgotten", async () => {
  const { local, ids } = await damagedHome(
    "UPDATE runs SET status = 'bogus' WHERE id = 'old'; DROP TRIGGER events_are_append_only; UPDATE events SET event = '{' WHERE run_id = 'old'",
  );
  await expect(local.pruneSnapshots(0)).rejects.toMatchObject({
    code: "store",
    message: expect.stringMatching(/No snapshot was deleted: .*kimi-agent runs forget old/),
  });
  expect((await local.verifySnapshots()).snapshots).toBe(3);
  await local.forgetRun("old");
  const { removedSnapshots } = await local.pruneSnapshots(0);
  expect(new Set(removedSnapshots)).toEqual(new Set([ids[0], ids[2]]));
});

it("recovers what the other runs left", async () => {
  const { local } = await damagedHome("UPDATE runs SET status = 'bogus' WHERE id = 'old'");
  const { damagedRuns, keptUploads } = await local.recover();
  expect(damagedRuns).toMatchObject([{ id: "old" }]);
  expect(keptUploads).toMatchObject([{ vectorStoreId: "new" }]);
});

it("looks for the snapshots of the other runs, and says of which it cannot", async () => {
  const { local } = await damagedHome("UPDATE runs SET status = 'bogus' WHERE id = 'old'");
  expect(await local.verifySnapshots()).toMatchObject({ affected: [], unknown: [{ runId: "old" }] });
  expect(await local.auditRun("old")).toMatchObject({ snapshots: null, problems: [{ table: "runs" }] });
});
