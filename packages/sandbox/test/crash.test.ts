import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../src/index.ts";
import { put, scratch } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

const child = join(import.meta.dirname, "support/crashing-child.ts");

/** Runs an operation in a process that kills itself at the `at`th fault point. True when it got through instead. */
function runUntil(at: number, order: Record<string, string>): boolean {
  const args = ["--conditions=@kimi/source", child, JSON.stringify({ ...order, at })];
  const { status, signal, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (signal !== "SIGKILL" && status !== 0) throw new Error(stderr);
  return signal !== "SIGKILL";
}

function copy(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}

/** A baseline in `target`, another state in `other`, and snapshots of both. */
async function twoStates(): Promise<{ folder: string; home: string; from: string; to: string }> {
  const folder = scratch();
  const home = join(folder, "home");
  const before = join(folder, "before");
  put(before, "edited.txt", "old");
  put(before, "removed/inner.txt");
  put(before, "becomes-folder", "file");
  put(before, "mode.txt");
  put(before, "closed/file.txt", "old");
  chmodSync(join(before, "closed"), 0o500);
  const after = join(folder, "after");
  put(after, "edited.txt", "new");
  put(after, "becomes-folder/inner.txt");
  put(after, "mode.txt", "mode.txt\n", 0o755);
  put(after, "closed/file.txt", "new");
  chmodSync(join(after, "closed"), 0o500);
  mkdirSync(join(after, "empty"));
  symlinkSync("edited.txt", join(after, "link"));
  const manager = createSandboxManager({ home });
  return { folder, home, from: (await manager.snapshot(before)).id, to: (await manager.snapshot(after)).id };
}

for (const operation of ["apply", "restore"] as const) {
  it(`leaves exactly the old or the new tree after being killed at any point of ${operation}, once recovered`, async () => {
    const { folder, home, from, to } = await twoStates();
    const [old, fresh] = ["before", "after"].map((name) => walk(join(folder, name), { times: false }));
    const outcomes: string[] = [];
    let at = 1;
    for (; ; at += 1) {
      const target = join(folder, `target-${at}`);
      copy(join(folder, "before"), target);
      if (runUntil(at, { home, target, operation, from, to })) break;
      const manager = createSandboxManager({ home });
      const recovered = await manager.recover();
      expect(recovered.map((one) => [one.operation, one.targetPath, one.runId])).toEqual([
        [operation, target, "run"],
      ]);
      const outcome = recovered[0]?.outcome ?? "";
      expect(walk(target, { times: false })).toEqual(outcome === "finished" ? fresh : old);
      const staging = join(target, ".kimi_agent/staging");
      expect(existsSync(staging) ? readdirSync(staging) : []).toEqual([]);
      expect(await manager.recover()).toEqual([]);
      outcomes.push(outcome);
    }
    expect(at).toBeGreaterThan(20);
    // Everything is ready once the journal says so: from then on recovery only goes forward.
    expect(outcomes.join(" ")).toMatch(/^(undone )+(finished ?)+$/);
  });
}

it("undoes everything when, after the crash, somebody changed a path that was still to be written", async () => {
  const { folder, home, from, to } = await twoStates();
  const target = join(folder, "target");
  copy(join(folder, "before"), target);
  expect(runUntil(0, { home, target, operation: "apply", from, to, point: "step put edited.txt" })).toBe(
    false,
  );
  put(target, "edited.txt", "edited after the crash");
  const [recovered] = await createSandboxManager({ home }).recover();
  expect(recovered?.outcome).toBe("undone");
  const old = walk(join(folder, "before"), { times: false });
  const found = walk(target, { times: false });
  expect(readFileSync(join(target, "edited.txt"), "utf8")).toBe("edited after the crash");
  expect({ ...found, "edited.txt": old["edited.txt"] }).toEqual(old);
});

it("undoes completely after being killed while undoing", async () => {
  const { folder, home, from, to } = await twoStates();
  const target = join(folder, "target");
  copy(join(folder, "before"), target);
  const order = {
    home,
    target,
    operation: "apply",
    from,
    to,
    point: "undoing",
    throwAt: "step set-mode mode.txt",
  };
  expect(runUntil(0, order)).toBe(false);
  const [recovered] = await createSandboxManager({ home }).recover();
  expect(recovered?.outcome).toBe("undone");
  expect(walk(target, { times: false })).toEqual(walk(join(folder, "before"), { times: false }));
});

it("leaves the journals of living processes and the trees they work in alone", async () => {
  const { folder, home, from } = await twoStates();
  const manager = createSandboxManager({ home });
  const target = join(folder, "before");
  await using tree = await manager.openWorkingTree({
    runId: "run",
    snapshotId: from,
    targetPath: target,
    kind: "private",
  });
  copy(join(home, "trees", readdirSync(join(home, "trees"))[0] ?? ""), join(home, "trees/abandoned"));
  rmSync(join(home, "trees/abandoned/owner"));
  expect(await manager.recover()).toEqual([]);
  expect(walk(tree.root)).toEqual(walk(target));
  expect(readdirSync(join(home, "trees"))).toHaveLength(1);
});

it("deletes what a killed process had begun to store, and nothing of a living one", async () => {
  const { folder, home } = await twoStates();
  const packs = join(home, "snapshots/packs");
  const before = readdirSync(packs);
  put(packs, `999999999.1.${"0".repeat(8)}.name.tmp`, "half a pack");
  await createSandboxManager({ home }).recover();
  expect(readdirSync(packs)).toEqual(before);
  put(folder, "before/more.txt", "new content");
  let begun: readonly string[] = [];
  const manager = createSandboxManager({
    home,
    fault: (point) => {
      if (point !== "read large.bin") return;
      void createSandboxManager({ home }).recover();
      begun = readdirSync(packs).filter((name) => name.endsWith(".tmp"));
    },
  });
  put(folder, "before/large.bin", Buffer.alloc(9_000_000, 3));
  const { id } = await manager.snapshot(join(folder, "before"));
  expect(begun).toHaveLength(1);
  expect(await manager.readFile(id, "large.bin")).toHaveLength(9_000_000);
});
