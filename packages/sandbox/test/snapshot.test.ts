import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../src/index.ts";
import { put, workshop } from "./support/scratch.ts";

/** Counts which files are read. */
function countingWorkshop() {
  const read: string[] = [];
  return { ...workshop((point) => point.startsWith("read ") && read.push(point.slice(5))), read };
}

const old = new Date("2020-01-01T00:00:00Z");

/** Waits until the file system's clock has left the instant of the last change behind. */
async function letTimeStampsSettle(path: string): Promise<void> {
  const changed = statSync(path).ctimeMs;
  await expect.poll(() => Date.now(), { interval: 20 }).toBeGreaterThan(changed + 60);
}

it("is the same for the same tree, and another for another time, mode, content, name or kind", async () => {
  const { target, manager } = workshop();
  put(target, "a.txt", "one");
  const first = await manager.snapshot(target);
  expect(await manager.snapshot(target)).toEqual(first);
  const ids = new Set([first.id]);
  const trees = new Set([first.treeHash]);
  const changes = [
    () => utimesSync(join(target, "a.txt"), old, old),
    () => chmodSync(join(target, "a.txt"), 0o600),
    () => put(target, "a.txt", "two"),
    () => mkdirSync(join(target, "folder")),
    () => symlinkSync("a.txt", join(target, "link")),
  ];
  for (const change of changes) {
    change();
    const next = await manager.snapshot(target);
    ids.add(next.id);
    trees.add(next.treeHash);
  }
  expect(ids.size).toBe(6);
  // The time alone does not change the tree.
  expect(trees.size).toBe(5);
});

it("counts files and bytes, and leaves out .git and .kimi_agent of the folder itself alone", async () => {
  const { target, manager } = workshop();
  put(target, "a.txt", "12345");
  put(target, ".git/config");
  put(target, ".kimi_agent/run.json");
  put(target, "nested/.git/HEAD", "123");
  put(target, "nested/.kimi_agent/x", "12");
  expect(await manager.snapshot(target)).toMatchObject({ fileCount: 3, totalBytes: 10 });
});

it("reads an unchanged file once, also across processes", async () => {
  const { target, home, manager, read } = countingWorkshop();
  put(target, "a.txt");
  put(target, "b.txt");
  await letTimeStampsSettle(join(target, "b.txt"));
  const first = await manager.snapshot(target);
  expect(read.splice(0)).toEqual(["a.txt", "b.txt"]);
  put(target, "b.txt", "changed");
  const again = createSandboxManager({ home, fault: (point) => read.push(point) });
  const second = await again.snapshot(target);
  expect(read).toEqual(["read b.txt"]);
  expect(second.id).not.toBe(first.id);
});

it("reads a file again that may have changed within one tick of the clock", async () => {
  const { target, manager, read } = countingWorkshop();
  put(target, "a.txt", "fresh");
  // However slow the machine is.
  const ahead = Date.now() / 1000 + 3600;
  utimesSync(join(target, "a.txt"), ahead, ahead);
  await manager.snapshot(target);
  await manager.snapshot(target);
  expect(read).toEqual(["a.txt", "a.txt"]);
});

it("reads a file again that changes while it is read", async () => {
  let changes = 3;
  const { target, manager } = workshop((point) => {
    if (point === "read log.txt" && changes-- > 0) appendFileSync(join(target, "log.txt"), "more\n");
  });
  put(target, "log.txt", "begin\n");
  const { id } = await manager.snapshot(target);
  expect(Buffer.from((await manager.readFile(id, "log.txt")) ?? []).toString()).toBe(
    "begin\nmore\nmore\nmore\n",
  );
});

it("gives up, by name, on a file that never stays still", async () => {
  const { target, manager } = workshop(
    (point) => point === "read log.txt" && appendFileSync(join(target, "log.txt"), "more\n"),
  );
  put(target, "log.txt");
  await expect(manager.snapshot(target)).rejects.toMatchObject({
    code: "workspace",
    retryable: true,
    message: expect.stringMatching(/"log.txt" changed each of the \d+ times/),
  });
});

it("survives a file that vanishes, and one that becomes a folder or link, while the tree is read", async () => {
  const { target, manager } = workshop((point) => {
    if (point === "read a") rmSync(join(target, "b"));
    if (point === "read c") {
      rmSync(join(target, "c"));
      mkdirSync(join(target, "c"));
      put(target, "c/inner");
    }
    if (point === "read d") {
      rmSync(join(target, "d"));
      symlinkSync("/etc/passwd", join(target, "d"));
    }
  });
  for (const name of ["a", "b", "c", "d"]) put(target, name);
  const { id } = await manager.snapshot(target);
  expect(await manager.readFile(id, "b")).toBeNull();
  expect(await manager.readFile(id, "c/inner")).not.toBeNull();
  expect(await manager.readFile(id, "d")).toBeNull();
});

it("stores each content once, and nothing when nothing changed", async () => {
  const { target, home, manager } = workshop();
  for (let copy = 0; copy < 20; copy += 1) put(target, `copies/${copy}.txt`, "x".repeat(10_000));
  put(target, "large.bin", Buffer.alloc(9_000_000, 7));
  put(target, "large-copy.bin", Buffer.alloc(9_000_000, 7));
  await manager.snapshot(target);
  await manager.snapshot(target);
  const packs = readdirSync(join(home, "snapshots/packs"));
  expect(packs).toHaveLength(1);
  expect(statSync(join(home, "snapshots/packs", packs[0] ?? "")).size).toBeLessThan(9_020_000);
});

it("finds what another process has added to the store", async () => {
  const { target, home, manager } = workshop();
  const other = createSandboxManager({ home });
  put(target, "a.txt", "from the other");
  const { id } = await other.snapshot(target);
  expect(Buffer.from((await manager.readFile(id, "a.txt")) ?? []).toString()).toBe("from the other");
});

it("keeps the store for its owner alone", async () => {
  const { target, home, manager } = workshop();
  put(target, "a.txt");
  await manager.snapshot(target);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  const modes = execFileSync("find", [home, "-mindepth", "1", "-printf", "%m\n"], { encoding: "utf8" });
  expect(new Set(modes.trim().split("\n"))).toEqual(new Set(["700", "600"]));
});

it("leaves sockets and devices out", async () => {
  const { target, manager } = workshop();
  put(target, "a.txt");
  execFileSync("python3", [
    "-c",
    `import socket; socket.socket(socket.AF_UNIX).bind(${JSON.stringify(join(target, "sock"))})`,
  ]);
  const { id, fileCount } = await manager.snapshot(target);
  expect(fileCount).toBe(1);
  expect((await manager.restore({ runId: "r", targetPath: target, snapshotId: id })).verified).toBe(true);
  expect(readdirSync(target)).toContain("sock");
});

it("lays entries of another snapshot over a working tree", async () => {
  const { target, manager } = workshop();
  put(target, "kept.txt", "base");
  put(target, "test/old.txt", "base");
  put(target, "gone.txt", "base");
  const base = await manager.snapshot(target);
  put(target, "kept.txt", "top");
  rmSync(join(target, "test"), { recursive: true });
  rmSync(join(target, "gone.txt"));
  put(target, "test/new.txt", "top");
  put(target, "deep/er/file.txt", "top");
  const top = await manager.snapshot(target);
  await using tree = await manager.openWorkingTree({
    runId: "run",
    snapshotId: base.id,
    targetPath: target,
    kind: "private",
    overlay: { snapshotId: top.id, paths: ["test", "gone.txt", "deep/er/file.txt"] },
  });
  const files = (await tree.files.listSourceFiles()).map(({ path }) => path);
  expect(files).toEqual(["deep/er/file.txt", "kept.txt", "test/new.txt"]);
  expect(Buffer.from((await tree.files.read("kept.txt")) ?? []).toString()).toBe("base");
});

it("says which snapshot is missing", async () => {
  const { manager } = workshop();
  await expect(manager.changeSet("0".repeat(64), "1".repeat(64))).rejects.toThrow(
    /there is no snapshot 0{64}/,
  );
  await expect(manager.readFile("../../etc/passwd", "x")).rejects.toThrow(/is no snapshot id/);
});

it("keeps a name that is not UTF-8 apart from one that looks like its escape", async () => {
  const { target, manager } = workshop();
  writeFileSync(Buffer.concat([Buffer.from(`${target}/`), Buffer.from([0x61, 0xff])]), "bytes");
  put(target, "a\\xFF", "letters");
  const { id } = await manager.snapshot(target);
  expect(Buffer.from((await manager.readFile(id, "a\\xFF")) ?? []).toString()).toBe("bytes");
  expect(Buffer.from((await manager.readFile(id, "a\\x5CxFF")) ?? []).toString()).toBe("letters");
});
