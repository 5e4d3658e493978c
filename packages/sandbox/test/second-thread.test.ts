import { spawn, spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../src/index.ts";
import { Preflight } from "../src/scan/preflight.ts";
import { StatCache } from "../src/scan/stat-cache.ts";
import { scanTree } from "../src/scan/scan-tree.ts";
import { BlobStore } from "../src/store/blob-store.ts";
import { ClaimedHashes } from "../src/store/claimed-hashes.ts";
import type { ContentSink, SinkShare } from "../src/store/content-sink.ts";
import { put, scratch } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

/** More files than one thread is given, some of them alike, some empty, one large. */
function manyFiles(target: string): void {
  for (let at = 0; at < 1500; at += 1) {
    const content = at % 7 === 0 ? "" : `content ${at % 5 === 0 ? "alike" : at}\n`.repeat(at % 50);
    put(target, `folder-${at % 40}/deep/file-${at}.txt`, content, at % 3 === 0 ? 0o600 : 0o644);
  }
  put(target, "large.bin", Buffer.alloc(3_000_000, "x"));
}

it("records many files alike in two threads and in one, and makes them anew in both", async () => {
  const folder = scratch();
  const target = join(folder, "target");
  manyFiles(target);
  const manager = createSandboxManager({ home: join(folder, "home") });
  const snapshot = await manager.snapshot(target);
  // Whoever counts on faults gets one thread.
  const alone = createSandboxManager({ home: join(folder, "alone"), fault: () => undefined });
  expect(await alone.snapshot(target)).toEqual(snapshot);
  expect(await manager.verify()).toMatchObject({ damages: [] });
  const request = { runId: "run", snapshotId: snapshot.id, targetPath: target, kind: "private" } as const;
  await using tree = await manager.openWorkingTree(request);
  expect(walk(tree.root)).toEqual(walk(target));
  expect(await tree.snapshot()).toEqual(snapshot);
});

it("records what is there in the end of files that are written to all the while", async () => {
  const folder = scratch();
  const target = join(folder, "target");
  manyFiles(target);
  const manager = createSandboxManager({ home: join(folder, "home") });
  const snapshotting = manager.snapshot(target);
  for (let at = 0; at < 1500; at += 30)
    appendFileSync(join(target, `folder-${at % 40}/deep/file-${at}.txt`), "more\n");
  await snapshotting;
  const { id } = await manager.snapshot(target);
  expect(await createSandboxManager({ home: join(folder, "other") }).snapshot(target)).toMatchObject({ id });
});

/** A pack that tells when a second thread is to write beside it. */
function watched(pack: ContentSink, onShare: (share: SinkShare) => void): ContentSink {
  return {
    has: (known) => pack.has(known),
    hasTaken: (known) => pack.hasTaken(known),
    add: (known, content, isNew) => pack.add(known, content, isNew),
    room: (bytes) => pack.room(bytes),
    addFromRoom: (known, content) => pack.addFromRoom(known, content),
    begin: () => pack.begin(),
    join: (left) => pack.join(left),
    share: () => {
      const share = pack.share();
      onShare(share);
      return share;
    },
  };
}

it("reads again what each thread left to the other", async () => {
  const folder = scratch();
  const target = join(folder, "target");
  manyFiles(target);
  const store = new BlobStore(join(folder, "packs"));
  const nobodys = hash("sha256", Buffer.alloc(3_000_000, "x"), "hex");
  let isTaken = false;
  const take = (share: SinkShare): void => {
    isTaken = share.kind === "pack" && new ClaimedHashes(share.claims).take(nobodys);
  };
  await store.write((pack) => scanTree(target, { cache: new StatCache(), sink: watched(pack, take) }));
  expect(isTaken).toBe(true);
  expect(store.read(nobodys)).toHaveLength(3_000_000);
});

it("drops what the second thread has written when the walk comes upon something it refuses", async () => {
  const folder = scratch();
  const [target, packs] = [join(folder, "target"), join(folder, "packs")];
  for (let at = 0; at < 2000; at += 1) put(target, `${at % 20}/file-${at}`, `${at} `.repeat(1000));
  /** Refuses what comes after the second thread has begun to write. */
  class Late extends Preflight {
    #entries = 0;
    override count(): void {
      super.count();
      this.#entries += 1;
      while (this.#entries === 1500 && readdirSync(packs).length === 0);
    }
  }
  const preflight = new Late(target, folder, { maxEntries: 1600 });
  const scanning = new BlobStore(packs).write((sink) =>
    scanTree(target, { cache: new StatCache(), sink, preflight }),
  );
  await expect(scanning).rejects.toMatchObject({ code: "target" });
  expect(readdirSync(packs)).toEqual([]);
});

/** Takes a snapshot in a process of its own. */
function snapshotScript(home: string, target: string): readonly string[] {
  const script = `
    const { createSandboxManager } = await import(${JSON.stringify(join(import.meta.dirname, "../src/index.ts"))});
    const manager = createSandboxManager({ home: ${JSON.stringify(home)} });
    await manager.snapshot(${JSON.stringify(target)}).catch((error) => console.log(error.code));`;
  return ["--conditions=@kimi/source", "--input-type=module", "-e", script];
}

it("says that the disk takes no more, and leaves nothing of either thread", async () => {
  const folder = scratch();
  const [home, target] = [join(folder, "home"), join(folder, "target")];
  for (let at = 0; at < 2000; at += 1) put(target, `${at % 20}/file-${at}`, `${at} `.repeat(1000));
  const limited = ["-c", 'ulimit -f 1000; exec "$0" "$@"', process.execPath, ...snapshotScript(home, target)];
  const { stdout } = spawnSync("sh", limited, { encoding: "utf8" });
  expect(stdout).toBe("disk\n");
  expect(readdirSync(join(home, "snapshots/packs"))).toEqual([]);
  const manager = createSandboxManager({ home });
  await manager.snapshot(target);
  expect(await manager.verify()).toMatchObject({ damages: [] });
});

it("leaves nothing that counts when it is killed while many files are written", async () => {
  const folder = scratch();
  const [home, target] = [join(folder, "home"), join(folder, "target")];
  for (let at = 0; at < 4000; at += 1) put(target, `${at % 20}/file-${at}`, `${at} `.repeat(2000));
  const packs = join(home, "snapshots/packs");
  mkdirSync(packs, { recursive: true });
  const child = spawn(process.execPath, snapshotScript(home, target), { stdio: "ignore" });
  const ended = once(child, "exit");
  const watcher = watch(packs, (_event, name) => {
    if (name?.endsWith(".tmp") === true) child.kill("SIGKILL");
  });
  expect(await ended).toEqual([null, "SIGKILL"]);
  watcher.close();
  const unfinished = (): readonly string[] => readdirSync(packs).filter((name) => name.endsWith(".tmp"));
  expect(unfinished()).not.toEqual([]);
  const manager = createSandboxManager({ home });
  await manager.recover();
  expect(unfinished()).toEqual([]);
  const { id } = await manager.snapshot(target);
  expect(await createSandboxManager({ home: join(folder, "other") }).snapshot(target)).toMatchObject({ id });
});
