import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { put } from "../support/scratch.ts";
import { settle, settled } from "../support/settled.ts";
import { walk } from "../support/walk.ts";

/** A target as `settled` makes it, with a file changed after a first snapshot, so that the cache is in two files. */
async function settledTwice() {
  const made = await settled();
  const { target, home, manager, cacheFile } = made;
  await manager.snapshot(target);
  const before = readFileSync(cacheFile());
  put(target, "folder/b.txt", "changed");
  await settle(join(target, "folder/b.txt"));
  const recorded = await createSandboxManager({ home }).snapshot(target);
  const files = [cacheFile(), `${cacheFile()}+`] as const;
  expect(readFileSync(files[0]), "the first file is left as it was").toEqual(before);
  return { ...made, recorded, files };
}

it("is right whatever damages what it wrote beside its cache, when nothing has changed and when something has", async () => {
  const { target, home, recorded, files } = await settledTwice();
  const kept = files.map((name) => readFileSync(name));
  const restoreFiles = (): void => files.forEach((name, at) => writeFileSync(name, kept[at] ?? ""));
  const damages = kept.flatMap((bytes, which) =>
    Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => ({ which, at: at * 7 })),
  );
  const lookAgain = async (expected: unknown): Promise<void> => {
    for (const { which, at } of damages) {
      restoreFiles();
      const damaged = Buffer.from(kept[which] ?? "");
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(files[which] ?? "", damaged);
      expect(await createSandboxManager({ home }).snapshot(target), `byte ${at} of ${which}`).toEqual(
        expected,
      );
    }
    for (const length of [0, 3, 12, 40, 100]) {
      restoreFiles();
      truncateSync(files[1], length);
      expect(await createSandboxManager({ home }).snapshot(target), `cut to ${length}`).toEqual(expected);
    }
  };
  await lookAgain(recorded);
  put(target, "folder/deep/c.txt", "changed");
  await lookAgain(await createSandboxManager({ home: join(home, "other") }).snapshot(target));
});

it("reads no more again than what changed, whichever of its two files holds the rest", async () => {
  const { target, home } = await settledTwice();
  put(target, "folder/deep/c.txt", "changed");
  const read: string[] = [];
  await createSandboxManager({ home, fault: (point) => read.push(point) }).snapshot(target);
  expect(read).toEqual(["read folder/deep/c.txt"]);
});

it("is right from process to process, whatever changes in between, and reads each change once", async () => {
  const { target, home, store } = await settled();
  for (const name of ["l.txt", "n.txt", "z.txt"]) put(target, `folder/${name}`);
  await createSandboxManager({ home }).snapshot(target);
  const at = (path: string): string => join(target, path);
  const changes: readonly (readonly [path: string, change: () => void])[] = [
    ["folder/l.txt", () => put(target, "folder/l.txt", "changed")],
    ["folder/n.txt", () => put(target, "folder/n.txt", "changed beside one that has")],
    ["folder/deep/c.txt", () => put(target, "folder/deep/c.txt", "changed elsewhere")],
    ["folder/l.txt", () => put(target, "folder/l.txt", "changed again")],
    ["folder/m.txt", () => renameSync(at("folder/n.txt"), at("folder/m.txt"))],
    ["folder", () => rmSync(at("folder/z.txt"))],
    ["folder/m.txt", () => chmodSync(at("folder/m.txt"), 0o600)],
    ["folder/y.txt", () => put(target, "folder/y.txt")],
    [".", () => rmSync(at("a.txt"))],
    ["a.txt", () => mkdirSync(at("a.txt"))],
    ["folder", () => rmSync(at("folder/deep"), { recursive: true })],
    ["folder/deep", () => put(target, "folder/deep")],
    ["ä", () => renameSync(at("ä/ü.txt"), at("ä/ö.txt"))],
    ["ä/ö.txt", () => utimesSync(at("ä/ö.txt"), 1e9, 1e9)],
    ["ä", () => rmSync(at("ä/ö.txt"))],
  ];
  for (const [step, [path, change]] of changes.entries()) {
    change();
    await settle(at(path));
    const taken = await createSandboxManager({ home }).snapshot(target);
    const fresh = createSandboxManager({ home: join(home, `fresh-${step}`) });
    expect(taken, `step ${step}`).toEqual(await fresh.snapshot(target));
    const read: string[] = [];
    const again = createSandboxManager({ home, fault: (point) => read.push(point) });
    const before = walk(join(store, "stat-cache"));
    expect(await again.snapshot(target), `step ${step}, again`).toEqual(taken);
    expect(read, `step ${step}`).toEqual([]);
    expect(walk(join(store, "stat-cache")), `step ${step}`).toEqual(before);
  }
});

it("is right when one of its files is of another time than the other, or missing", async () => {
  const { target, home, recorded, files } = await settledTwice();
  const [whole, changes] = files.map((name) => readFileSync(name));
  put(target, "new.txt");
  await settle(join(target, "new.txt"));
  const added = await createSandboxManager({ home }).snapshot(target);
  expect(existsSync(files[1]), "written whole, since there is an entry more").toBe(false);
  const later = readFileSync(files[0]);
  const lookAgain = async (first = whole, second = changes): Promise<void> => {
    for (const [at, bytes] of [first, second].entries())
      if (bytes === null || bytes === undefined) rmSync(files[at] ?? "", { force: true });
      else writeFileSync(files[at] ?? "", bytes);
    expect(await createSandboxManager({ home }).snapshot(target)).toEqual(added);
  };
  await lookAgain(later, changes);
  await lookAgain(whole, changes);
  await lookAgain(whole, Buffer.alloc(0));
  await lookAgain(Buffer.alloc(0), changes);
  rmSync(join(target, "new.txt"));
  expect((await createSandboxManager({ home }).snapshot(target)).treeHash).toBe(recorded.treeHash);
});

it("goes on from what another process has written meanwhile", async () => {
  const { target, home, manager, files } = await settledTwice();
  put(target, "new.txt");
  await createSandboxManager({ home }).snapshot(target);
  rmSync(join(target, "new.txt"));
  await createSandboxManager({ home }).snapshot(target);
  put(target, "a.txt", "changed");
  await settle(join(target, "a.txt"));
  // It has the first file in memory still, and writes anew what is there no longer.
  const last = await manager.snapshot(target);
  expect(existsSync(files[1])).toBe(false);
  const read: string[] = [];
  const again = createSandboxManager({ home, fault: (point) => read.push(point) });
  expect(await again.snapshot(target)).toEqual(last);
  expect(read).toEqual([]);
});

it("writes its cache anew when too much has changed to stand beside it", async () => {
  const { target, home, cacheFile } = await settled();
  const paths = Array.from({ length: 300 }, (_, at) => join(target, `${at}.txt`));
  for (const path of paths) writeFileSync(path, "");
  await createSandboxManager({ home }).snapshot(target);
  const before = readFileSync(cacheFile());
  for (const path of paths) writeFileSync(path, "changed");
  const many = await createSandboxManager({ home }).snapshot(target);
  expect(existsSync(`${cacheFile()}+`)).toBe(false);
  expect(readFileSync(cacheFile())).not.toEqual(before);
  const other = createSandboxManager({ home: join(home, "other") });
  expect(await other.snapshot(target)).toEqual(many);
});
