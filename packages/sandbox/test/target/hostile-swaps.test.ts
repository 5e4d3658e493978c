import { spawn } from "node:child_process";
import { hash } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { KimiError, type WorkingTree } from "@kimi/contracts";
import { type SandboxManager, createSandboxManager } from "../../src/index.ts";
import { SnapshotStore } from "../../src/store/snapshot-store.ts";
import { put } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

const secret = "PLANTED outside, and nobody's business\n";
const secretHash = hash("sha256", secret, "hex");
const times = 10;

interface Ground {
  readonly target: string;
  readonly home: string;
  readonly manager: SandboxManager;
  /** Throws unless the folder outside is as it was, unread as far as the file system tells. */
  readonly expectUntouched: (options?: { readonly unread: boolean }) => void;
}

/** A target one of whose folders another process keeps replacing by a link to a folder outside that looks the same. */
async function swappedGround(swapped: string, files: readonly string[]): Promise<Ground> {
  const top = mkdtempSync(join(tmpdir(), "kimi-swaps-"));
  const [target, home, outside] = ["target", "home", "outside"].map((name) => join(top, name)) as [
    string,
    string,
    string,
  ];
  for (const file of ["a.txt", "b.txt", "deep/er/c.txt", ...files]) put(outside, file, secret);
  for (const file of files) put(target, `${swapped}/${file}`, `ours: ${file}\n`);
  mkdirSync(join(target, swapped), { recursive: true });
  makeOld(outside);
  const untouched = walk(outside);
  const entries = ["", ...readdirSync(outside, { recursive: true, encoding: "utf8" })];
  const listTimes = (): readonly number[] => entries.map((name) => lstatSync(join(outside, name)).atimeMs);
  makeOld(outside);
  const atimes = listTimes();
  const child = join(import.meta.dirname, "../support/swapping-child.ts");
  const swapping = spawn(process.execPath, [child, join(target, swapped), outside]);
  onTestFinished(async () => {
    const exited = once(swapping, "exit");
    swapping.kill("SIGKILL");
    await exited;
    rmSync(top, { recursive: true, force: true });
  });
  await once(swapping.stdout, "data");
  const expectUntouched: Ground["expectUntouched"] = ({ unread } = { unread: true }) => {
    expect(unread ? listTimes() : atimes).toEqual(atimes);
    expect(walk(outside)).toEqual(untouched);
  };
  return { target, home, manager: createSandboxManager({ home }), expectUntouched };
}

function isSecretStored({ home }: Pick<Ground, "home">): boolean {
  return new SnapshotStore(join(home, "snapshots")).blobs.has(secretHash);
}

/** Where access times are kept at all, a read moves one that is older than the last change. */
function makeOld(folder: string): void {
  for (const name of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })])
    utimesSync(join(folder, name), 1_000_000_000, 1_100_000_000);
}

/** Whatever comes of it, it is ours and clear: the tree is never still. */
async function tryTo(act: () => Promise<unknown>): Promise<void> {
  const outcome = await act().then(
    () => "done",
    (error: unknown) => (error instanceof KimiError ? error.code : error),
  );
  expect(["done", "path-refused", "conflict", "workspace"]).toContain(outcome);
}

async function inPlace({ manager, target }: Ground): Promise<WorkingTree> {
  const empty = mkdtempSync(join(tmpdir(), "kimi-empty-"));
  onTestFinished(() => rmSync(empty, { recursive: true }));
  const { id: snapshotId } = await manager.snapshot(empty);
  return manager.openWorkingTree({ runId: "run", snapshotId, targetPath: target, kind: "in-place" });
}

describe("a folder that another process keeps swapping for a link to the outside", () => {
  it("leads no snapshot out, and no preflight", async () => {
    const ground = await swappedGround("src", ["a.txt", "deep/er/c.txt"]);
    for (let at = 0; at < 4 * times; at += 1) {
      // A manager that knows nothing yet looks at the size first, and reads everything.
      const manager = createSandboxManager({ home: join(ground.home, String(at)) });
      await tryTo(() => manager.snapshot(ground.target));
      expect(new SnapshotStore(join(ground.home, String(at), "snapshots")).blobs.has(secretHash)).toBe(false);
    }
    ground.expectUntouched();
    expect(isSecretStored(ground)).toBe(false);
  });

  it("leads no apply and no restore out, nor what recovers them", async () => {
    const ground = await swappedGround("src", ["a.txt", "deep/er/c.txt"]);
    const { manager, target } = ground;
    const states = ["old", "new"].map((state) => {
      const folder = mkdtempSync(join(tmpdir(), "kimi-state-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      for (const file of ["a.txt", "deep/er/c.txt", `${state}.txt`]) put(folder, `src/${file}`, state);
      return folder;
    });
    const [from, to] = await Promise.all(states.map((folder) => manager.snapshot(folder)));
    const changes = await manager.changeSet(from?.id ?? "", to?.id ?? "");
    const back = await manager.changeSet(to?.id ?? "", from?.id ?? "");
    for (let at = 0; at < times; at += 1) {
      const request = { runId: "run", targetPath: target };
      const { id = "" } = (at % 2 === 0 ? from : to) ?? {};
      await tryTo(() => manager.restore({ ...request, snapshotId: id }));
      await tryTo(() => manager.apply({ ...request, changeSet: at % 2 === 0 ? changes : back }));
      await tryTo(() => manager.recover());
    }
    ground.expectUntouched();
    expect(isSecretStored(ground)).toBe(false);
  });

  it("leads no tool out", async () => {
    const ground = await swappedGround("src", ["a.txt", "deep/er/c.txt"]);
    const { files } = await inPlace(ground);
    for (let at = 0; at < times; at += 1) {
      const seen: string[] = [];
      for (const path of ["src/a.txt", "src/deep/er/c.txt"])
        await tryTo(async () => seen.push(String(await files.read(path))));
      await tryTo(async () => seen.push(...(await files.list("src")).map(({ path }) => path)));
      expect(seen.filter((one) => one.includes("PLANTED") || one === "src/b.txt")).toEqual([]);
      const content = Buffer.from(`written ${at}`);
      await tryTo(() => files.edit([{ kind: "write", path: "src/deep/er/c.txt", content }]));
      await tryTo(() => files.edit([{ kind: "write", path: `src/new-${at}/d.txt`, content }]));
      await tryTo(() => files.edit([{ kind: "delete", path: "src/deep/er/c.txt" }]));
    }
    ground.expectUntouched();
    expect(isSecretStored(ground)).toBe(false);
  });

  it("leads no search to lines that it shows", async () => {
    const many = Array.from({ length: 60 }, (_, at) => `${at}/a.txt`);
    const ground = await swappedGround("src", many);
    const { files } = await inPlace(ground);
    for (let at = 0; at < times; at += 1) {
      const { matches } = await files.search({ pattern: "PLANTED|ours" });
      expect(matches.filter(({ text }) => text.includes("PLANTED"))).toEqual([]);
    }
    ground.expectUntouched({ unread: false });
    expect(isSecretStored(ground)).toBe(false);
  });

  it("leads no deliverable out, and no staging", async () => {
    const ground = await swappedGround(".kimi_agent", ["runs/run/a.txt", "staging/a.txt"]);
    const { manager, target } = ground;
    put(target, "edited.txt", "old");
    const from = await manager.snapshot(target);
    put(target, "edited.txt", "new");
    const to = await manager.snapshot(target);
    for (let at = 0; at < times; at += 1) {
      await tryTo(async () => {
        const sink = await manager.openDeliverables(target, "run");
        await sink.write("a.txt", "ours");
        await sink.write(`01-requirements/${at}.json`, "{}");
      });
      const snapshotId = at % 2 === 0 ? from.id : to.id;
      await tryTo(() => manager.restore({ runId: "run", targetPath: target, snapshotId }));
      await tryTo(() => manager.recover());
      expect(["old", "new"]).toContain(readFileSync(join(target, "edited.txt"), "utf8"));
    }
    ground.expectUntouched();
    expect(isSecretStored(ground)).toBe(false);
  });

  it("can be the target itself: then what is done is done to the folder it was begun in, or refused", async () => {
    const ground = await swappedGround("", ["a.txt", "deep/er/c.txt"]);
    const { manager, target } = ground;
    for (let at = 0; at < times; at += 1) {
      await tryTo(async () => {
        const { id } = await manager.snapshot(target);
        await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
      });
      await tryTo(async () => (await manager.openDeliverables(target, "run")).write("a.txt", "ours"));
    }
    ground.expectUntouched();
    expect(isSecretStored(ground)).toBe(false);
  });
});
