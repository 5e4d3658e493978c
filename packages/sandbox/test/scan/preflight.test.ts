import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findProgram } from "../../src/isolation/find-program.ts";
import { Preflight, type PreflightLimits } from "../../src/scan/preflight.ts";
import { scanTree } from "../../src/scan/scan-tree.ts";
import { StatCache } from "../../src/scan/stat-cache.ts";
import { hashesOnly } from "../../src/store/content-sink.ts";
import { BlobStore } from "../../src/store/blob-store.ts";
import { put, scratch } from "../support/scratch.ts";

const bubblewrap = findProgram("bwrap", process.env["PATH"] ?? "") ?? "no bubblewrap on PATH";

async function preflight(root: string, store: string, limits?: PreflightLimits): Promise<void> {
  const judge = new Preflight(root, store, limits);
  await scanTree(root, { cache: new StatCache(), sink: hashesOnly, opensClosed: true, preflight: judge });
}

it("lets a project through, whatever stands in it", async () => {
  const root = scratch();
  put(root, "folder/file.txt");
  symlinkSync("/", join(root, "everything"));
  mkdirSync(join(root, "closed"));
  chmodSync(join(root, "closed"), 0o000);
  await expect(preflight(root, root)).resolves.toBeUndefined();
});

it("refuses more entries than a project has, not counting what no snapshot holds", async () => {
  const root = scratch();
  for (const name of ["a/b", "c", ".git/d", ".git/e", ".git/f"]) put(root, name);
  await expect(preflight(root, root, { maxEntries: 3 })).resolves.toBeUndefined();
  await expect(preflight(root, root, { maxEntries: 2 })).rejects.toMatchObject({
    code: "target",
    message: expect.stringContaining("more than 2 files and folders"),
  });
});

it("refuses, with numbers, when what is to be stored and copied does not fit", async () => {
  const root = scratch();
  put(root, "large.bin", Buffer.alloc(3_000_000, 1));
  await expect(preflight(root, root, { reserveBytes: 1e15 })).rejects.toMatchObject({
    code: "disk",
    message: expect.stringMatching(/takes 3 MB; .* 1000000\.0 GB must be free at .*, and \d+\.\d GB are/),
  });
});

it("comes before the first snapshot on a small disk, and nothing is written there", () => {
  const folder = scratch();
  const [home, target] = [join(folder, "home"), join(folder, "target")];
  mkdirSync(home);
  put(target, "large.bin", Buffer.alloc(3_000_000, 1));
  const script = `
    const { createSandboxManager } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/index.ts"))});
    const manager = createSandboxManager({ home: ${JSON.stringify(home)} });
    await manager.snapshot(${JSON.stringify(target)}).catch((error) => console.log(error.code));
    console.log((await import("node:fs")).readdirSync(${JSON.stringify(join(home, "snapshots/packs"))}).length);`;
  const disk = `--bind / / --dev /dev --proc /proc --size 4194304 --tmpfs ${home}`.split(" ");
  const node = [process.execPath, "--conditions=@kimi/source", "--input-type=module", "-e", script];
  const printed = execFileSync(bubblewrap, [...disk, ...node], { encoding: "utf8" });
  expect(printed).toBe("disk\n0\n");
});

/** A judge of what is on a disk with little room, who tells how many files it measured each time. */
class Counting extends Preflight {
  readonly measured: number[] = [];
  override get allowedBytes(): number {
    return 40_000;
  }
  override measure(paths: Iterable<string>): void {
    const all = [...paths];
    this.measured.push(all.length);
    super.measure(all);
  }
}

it.each([3, 1500])("measures all of %d files once more is read than takes no room", async (count) => {
  const [root, folder] = [scratch(), scratch()];
  for (let at = 0; at < count; at += 1) put(root, `${at % 7}/file-${at}`, `${at} `.repeat(60_000 / count));
  const cache = new StatCache();
  const judge = new Counting(root, root);
  const store = new BlobStore(folder);
  const { table } = await store.write((sink) => scanTree(root, { cache, sink, preflight: judge }));
  expect(judge.measured).toEqual([count]);
  const files = [...table.entries()].filter(({ type }) => type === "file");
  expect(files).toHaveLength(count);
  for (const { path, hash } of files) expect(store.read(hash ?? "")).toEqual(readFileSync(join(root, path)));
  const strict = new Counting(root, root, { reserveBytes: 1e15 });
  const none = new BlobStore(join(folder, "none"));
  const refused = none.write((sink) => scanTree(root, { cache: new StatCache(), sink, preflight: strict }));
  await expect(refused).rejects.toMatchObject({ code: "disk" });
  expect(readdirSync(join(folder, "none"))).toEqual([]);
});
