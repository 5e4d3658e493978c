import { mkdirSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { FolderHandle } from "../../src/disk/folder-handle.ts";
import { put, scratch, workshop } from "../support/scratch.ts";

/** What `node:fs` calls, of which a file system that tells no types is played. */
interface Binding {
  readdir: (...given: readonly unknown[]) => unknown;
}

/** Until the test ends, folders tell the names in them and nothing else, as on some network and FUSE file systems. */
function tellNoTypes(): void {
  const binding: Binding = Reflect.apply(Reflect.get(process, "binding"), process, ["fs"]);
  const { readdir } = binding;
  const unknown = 0;
  binding.readdir = (...given) => {
    const found = readdir(...given);
    if (Array.isArray(found) && Array.isArray(found[1])) found[1].fill(unknown);
    return found;
  };
  onTestFinished(() => {
    binding.readdir = readdir;
  });
}

it("lists all names where the folder tells no types, whatever their bytes", () => {
  const folder = scratch();
  put(folder, "plain");
  put(folder, "größe");
  mkdirSync(`${folder}/sub`);
  using handle = FolderHandle.open(folder);
  tellNoTypes();
  const names = handle.listEntries().map(({ name }) => Buffer.from(name, "latin1").toString());
  expect(names.toSorted()).toEqual(["größe", "plain", "sub"]);
});

it("records a tree whose folders tell no types like any other", async () => {
  const { target, manager } = workshop();
  for (const path of ["plain", "sub/plain", "sub/größe", "sub/ä/b"]) put(target, path);
  tellNoTypes();
  expect((await manager.snapshot(target)).fileCount).toBe(4);
});
