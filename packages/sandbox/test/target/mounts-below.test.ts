import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findProgram } from "../../src/isolation/find-program.ts";
import { mountOf, mountsBelow } from "../../src/target/mounts-below.ts";
import { put, workshop } from "../support/scratch.ts";

const bubblewrap = findProgram("bwrap", process.env["PATH"] ?? "") ?? "no bubblewrap on PATH";

it("finds what is mounted below a folder, whatever its name, and not beside it or where no snapshot looks", () => {
  const table = [
    "/work",
    "/work/data",
    "/work/with\\040blank/\\303\\244",
    "/work/.kimi_agent/x",
    "/workshop",
    "/",
  ]
    .map((place, at) => `${at} 1 0:${at} / ${place} rw - tmpfs tmpfs rw`)
    .join("\n");
  const mounts = mountsBelow("/work", table);
  expect(mounts).toEqual(["data", "with blank/\u00c3\u00a4"]);
  expect(["data", "data/a/b", "database", "other"].map((path) => mountOf(path, mounts))).toEqual([
    "data",
    "data",
    null,
    null,
  ]);
});

it("tells beforehand that what is mounted in a target is not changed: a conflict, or no work in place at all", () => {
  const { target, home } = workshop();
  put(target, "own.txt", "before\n");
  mkdirSync(join(target, "volume"));
  const script = `
    const fs = await import("node:fs");
    const { createSandboxManager } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/index.ts"))});
    const [home, target] = ${JSON.stringify([home, target])};
    fs.writeFileSync(target + "/volume/file.txt", "before\\n");
    const manager = createSandboxManager({ home });
    const { id } = await manager.snapshot(target);
    const request = { runId: "run", snapshotId: id, targetPath: target };
    await using tree = await manager.openWorkingTree({ ...request, kind: "private" });
    const read = (root) => ["own.txt", "volume/file.txt"].map((path) => fs.readFileSync(root + "/" + path, "utf8"));
    const answers = { copied: read(tree.root) };
    for (const path of ["own.txt", "volume/file.txt"]) fs.writeFileSync(tree.root + "/" + path, "after\\n");
    const changeSet = await manager.changeSet(id, (await tree.snapshot()).id);
    answers.conflicts = (await manager.apply({ ...request, changeSet })).conflicts;
    answers.left = read(target);
    await manager.openWorkingTree({ ...request, kind: "in-place" }).catch((error) => { answers.inPlace = error.message; });
    console.log(JSON.stringify(answers));`;
  const disks = `--bind / / --dev /dev --proc /proc --tmpfs ${join(target, "volume")}`.split(" ");
  const node = [process.execPath, "--conditions=@kimi/source", "--input-type=module", "-e", script];
  const answers: unknown = JSON.parse(execFileSync(bubblewrap, [...disks, ...node], { encoding: "utf8" }));
  expect(answers).toEqual({
    copied: ["before\n", "before\n"],
    conflicts: [
      {
        path: "volume/file.txt",
        reason: expect.stringContaining('lies in "volume", where another file system is mounted'),
        keptAt: expect.stringContaining("conflicts/run/volume/file.txt"),
      },
    ],
    left: ["before\n", "before\n"],
    inPlace: expect.stringContaining('in "volume" another file system is mounted'),
  });
  expect(readFileSync(join(home, "conflicts/run/volume/file.txt"), "utf8")).toBe("after\n");
});
