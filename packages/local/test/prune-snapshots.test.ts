import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandboxManager } from "@kimi/sandbox";
import { expect, it, onTestFinished } from "vitest";
import { createOrchestrator } from "../src/index.ts";
import { recordedRun } from "./support/recorded-run.ts";

it("keeps what runs were made from and came to, and what one could be resumed from", async () => {
  const folder = mkdtempSync(join(tmpdir(), "prune-snapshots-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [home, target] = [join(folder, "home"), join(folder, "target")];
  mkdirSync(target);
  const manager = createSandboxManager({ home });
  const ids: string[] = [];
  const kept = ["baseline", "final", "checkpoint", "noted", "attempt", "command in flight"];
  const contents = [...kept, "of an ended run", "command of an ended run", "forgotten"];
  for (const content of contents) {
    writeFileSync(join(target, "file.txt"), content);
    ids.push((await manager.snapshot(target)).id);
  }
  const [baselineSnapshotId = "", finalSnapshotId = "", checkpoint = "", noted = "", attempt = ""] = ids;
  const [command = "", old = "", oldCommand = ""] = ids.slice(5);
  const keep = (runId: string, snapshotId: string, name = "internal/kept.json") =>
    store.putArtifact(runId, {
      name,
      mediaType: "application/json",
      producer: null,
      content: JSON.stringify({ snapshotId }),
    });
  await using local = await createOrchestrator({ home, environment: {} });
  const { store } = local;
  await store.createRun(recordedRun("aaa-1", { baselineSnapshotId, finalSnapshotId, resumable: false }));
  await store.appendEvent("aaa-1", "2026-11-01T10:00:00.000Z", { type: "note", message: old });
  await store.createRun(recordedRun("bbb-2", { baselineSnapshotId, finalSnapshotId: null, resumable: true }));
  await store.appendEvent("bbb-2", "2026-11-01T10:00:00.000Z", { type: "note", message: noted });
  await keep("aaa-1", attempt);
  await keep("bbb-2", checkpoint);
  await keep("aaa-1", oldCommand, "internal/commands/coding/1/0001.json");
  await keep("bbb-2", command, "internal/commands/coding/1/0001.json");
  // By itself, nothing is deleted that an ended run could be replayed from.
  const { collected } = await local.keepToQuota(0);
  expect(collected?.removedSnapshots).toEqual(ids.slice(-1));
  const report = await local.pruneSnapshots(0);
  expect(report.removedSnapshots.toSorted()).toEqual(ids.slice(kept.length, -1).toSorted());
  expect(Buffer.from((await manager.readFile(checkpoint, "file.txt")) ?? []).toString()).toBe("checkpoint");
});
