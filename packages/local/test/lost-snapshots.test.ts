import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { answersWith, bodies } from "../src/testing/index.ts";
import { prepareRun } from "./support/scripted-run.ts";

it("names an applied run whose snapshots were lost, and what it cannot do any more", async () => {
  const { folder, local, run } = await prepareRun(answersWith(bodies.right));
  const { result } = await run();
  const { runId } = result;
  expect(await local.verifySnapshots()).toMatchObject({
    damages: [],
    missing: [],
    affected: [],
    unknown: [],
  });
  expect(await local.auditRun(runId)).toMatchObject({ problems: [], snapshots: { kept: 2, givenUp: 0 } });
  for (const name of ["manifests", "packs"])
    rmSync(join(folder, "home/snapshots", name), { recursive: true });
  const { snapshots, affected } = await local.verifySnapshots();
  expect(snapshots).toBe(0);
  expect(affected).toMatchObject([
    { runId, state: "missing", roles: ["baseline"], neededFor: ["rollback"] },
    {
      runId,
      state: "missing",
      roles: ["final", "attempt 1"],
      neededFor: ["rollback", "export", "apply --attempt 1"],
    },
  ]);
  const { problems } = await local.auditRun(runId);
  expect(problems).toMatchObject([
    { table: "snapshots", place: "baseline", problem: expect.stringContaining("rollback") },
    { table: "snapshots", place: "final, attempt 1", problem: expect.stringContaining("export") },
  ]);
});

it("misses where a run stands only while it can be resumed", async () => {
  const { folder, local, run } = await prepareRun(answersWith(bodies.right));
  const { result } = await run({ budget: { maxTurns: 2 } });
  expect(result).toMatchObject({ status: "paused", resumable: true });
  rmSync(join(folder, "home/snapshots/manifests"), { recursive: true });
  const rolesOf = async () => (await local.verifySnapshots()).affected.flatMap(({ roles }) => roles);
  expect(await rolesOf()).toEqual(["baseline", "checkpoint"]);
  await local.store.updateRun(result.runId, { resumable: false });
  expect(await rolesOf()).toEqual(["baseline"]);
});

it("does not take for lost what pruning gave up, and says that it is not kept", async () => {
  const { local, run } = await prepareRun(answersWith(bodies.wrong, bodies.right));
  const { result } = await run();
  expect(result).toMatchObject({ status: "succeeded" });
  const { removedSnapshots } = await local.pruneSnapshots(0);
  expect(removedSnapshots).not.toEqual([]);
  expect(await local.verifySnapshots()).toMatchObject({
    damages: [],
    missing: [],
    affected: [],
    unknown: [],
  });
  const { problems, snapshots } = await local.auditRun(result.runId);
  expect(problems).toEqual([]);
  expect(snapshots?.givenUp).toBeGreaterThan(0);
});

it("says of which run it cannot tell what it needs", async () => {
  const { local, run } = await prepareRun(answersWith(bodies.right));
  const { runId } = (await run()).result;
  const name = "internal/attempts/1.json";
  await local.store.putArtifact(runId, { name, mediaType: "application/json", producer: null, content: "{" });
  expect(await local.verifySnapshots()).toMatchObject({
    unknown: [{ runId, reason: expect.stringContaining(name) }],
  });
});
