import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createSandboxManager } from "@kimi/sandbox";
import { expect, it, onTestFinished } from "vitest";
import { createOrchestrator } from "../src/index.ts";
import { recordedRun } from "./support/recorded-run.ts";

/** A project, and a run on it that kept an attempt which takes the project from `before` to `after`. */
async function keptAttempt(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
) {
  const folder = mkdtempSync(join(tmpdir(), "apply-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [home, target] = [join(folder, "home"), join(folder, "target")];
  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  };
  const make = (files: Readonly<Record<string, string>>) => {
    rmSync(target, { recursive: true, force: true });
    for (const [path, content] of Object.entries(files)) put(path, content);
    return manager.snapshot(target);
  };
  const manager = createSandboxManager({ home });
  const snapshot = await make(after);
  const { id: baselineSnapshotId } = await make(before);
  const changeSet = await manager.changeSet(baselineSnapshotId, snapshot.id);
  const local = await createOrchestrator({ home, environment: {} });
  onTestFinished(() => local[Symbol.asyncDispose]());
  await local.store.createRun(recordedRun("run-1", { targetPath: target, baselineSnapshotId }));
  await local.store.putArtifact("run-1", {
    name: "internal/attempts/1.json",
    mediaType: "application/json",
    producer: null,
    content: JSON.stringify({ snapshot, changeSet }),
  });
  const read = (path: string) =>
    existsSync(join(target, path)) ? readFileSync(join(target, path), "utf8") : null;
  return { local, put, readAll: (...paths: readonly string[]) => paths.map(read) };
}

it("leaves what was settled in folders that the run removes or makes, then and when the run is taken out", async () => {
  const { local, put, readAll } = await keptAttempt(
    { "old/a": "a", "old/b": "b", changed: "1", other: "same" },
    { "new/x": "x", "new/y": "y", changed: "2", other: "same" },
  );
  put("old/a", "mine");
  put("new/x", "mine");
  const { conflicts } = await local.applyRun("run-1");
  expect(conflicts.map(({ path }) => path)).toEqual(expect.arrayContaining(["new/x", "old/a"]));
  const { left } = await local.applyRun("run-1", { keep: ["old/a", "new/"] });
  expect(left).toEqual(["new", "new/x", "new/y", "old", "old/a"]);
  const paths = ["old/a", "old/b", "new/x", "new/y", "changed", "other"];
  expect(readAll(...paths)).toEqual(["mine", null, "mine", null, "2", "same"]);
  await local.rollbackRun("run-1");
  expect(readAll(...paths)).toEqual(["mine", "b", "mine", null, "1", "same"]);
  await local.applyRun("run-1", { keep: ["old/a", "new/x"] });
  expect(readAll(...paths)).toEqual(["mine", null, "mine", "y", "2", "same"]);
});

it("counts as brought in when all that it changes was settled", async () => {
  const { local, put, readAll } = await keptAttempt({ changed: "1" }, { changed: "2" });
  put("changed", "1 and 2");
  expect(await local.applyRun("run-1", { keep: ["changed"] })).toMatchObject({
    applied: [],
    left: ["changed"],
  });
  expect(await local.store.readRun("run-1")).toMatchObject({ applied: true });
  await local.rollbackRun("run-1");
  expect(readAll("changed")).toEqual(["1 and 2"]);
});
