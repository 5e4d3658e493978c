import { readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createPackager } from "../../src/index.ts";
import { newFolder, put } from "../support/export-folder.ts";
import { FolderWorkspaces } from "../support/folder-tree.ts";
import { finishedRun, StoredRun } from "../support/stored-run.ts";
import { tokenRedactor } from "../support/token-redactor.ts";

it("leaves nothing half-written and keeps the archive that was there when writing fails", async () => {
  const output = newFolder();
  const outputPath = join(output, "run.zip");
  writeFileSync(outputPath, "before");
  const root = newFolder();
  put(root, "a.txt");
  const workspaces = new FolderWorkspaces(root);
  const stored = new StoredRun();
  const request = { runId: finishedRun().id, redactor: tokenRedactor, workspaces: workspaces.workspaces };
  const inTheWay = { ...request, store: stored.store, outputPath: join(outputPath, "below-a-file.zip") };
  await expect(createPackager().exportRun(inTheWay)).rejects.toMatchObject({ code: "disk" });

  // The content vanishes between the search and the writing.
  const tree = await workspaces.workspaces.openWorkingTree({
    runId: "",
    snapshotId: "",
    targetPath: "",
    kind: "private",
  });
  let reads = 0;
  const failing = {
    ...tree,
    files: {
      ...tree.files,
      read: async (path: string) => {
        reads += 1;
        if (reads > 1) throw new Error("the disk is gone");
        return tree.files.read(path);
      },
    },
  };
  await expect(
    createPackager().exportRun({
      ...request,
      store: stored.store,
      outputPath,
      workspaces: { openWorkingTree: async () => failing },
    }),
  ).rejects.toThrow("the disk is gone");
  expect(reads).toBe(2);
  expect(readdirSync(output)).toEqual(["run.zip"]);
  expect(readFileSync(outputPath, "utf8")).toBe("before");
  expect(workspaces.disposed).toBe(2);
});

it("puts no archive in the place of what is no regular file", async () => {
  const output = newFolder();
  const outputPath = join(output, "run.zip");
  symlinkSync("elsewhere", outputPath);
  const { workspaces } = new FolderWorkspaces(newFolder());
  const { store } = new StoredRun();
  const request = { runId: finishedRun().id, redactor: tokenRedactor, workspaces, store, outputPath };
  await expect(createPackager().exportRun(request)).rejects.toMatchObject({ code: "usage" });
  expect(readlinkSync(outputPath)).toBe("elsewhere");
});
