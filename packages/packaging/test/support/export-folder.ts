import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExportReport } from "@kimi/contracts";
import { afterAll } from "vitest";
import { createPackager } from "../../src/index.ts";
import { FolderWorkspaces } from "./folder-tree.ts";
import { type ReadEntry, readZip } from "./read-zip.ts";
import { finishedRun, StoredRun } from "./stored-run.ts";
import { tokenRedactor } from "./token-redactor.ts";

const scratch = mkdtempSync(join(tmpdir(), "packaging-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** An empty folder, gone after the tests. */
export function newFolder(): string {
  return mkdtempSync(join(scratch, "f-"));
}

/** Writes a file and the folders above it. */
export function put(root: string, path: string, content: string | Uint8Array = path, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  chmodSync(join(root, path), mode);
}

/** Exports a folder as the final snapshot of a run, and reads the archive back. */
export async function exportFolder(
  root: string,
  stored = new StoredRun(),
): Promise<{
  report: ExportReport;
  entries: readonly ReadEntry[];
  text: (path: string) => string | undefined;
}> {
  const report = await createPackager().exportRun({
    runId: finishedRun().id,
    store: stored.store,
    workspaces: new FolderWorkspaces(root).workspaces,
    redactor: tokenRedactor,
    outputPath: join(newFolder(), "dist", "run.zip"),
  });
  const entries = await readZip(readFileSync(report.outputPath));
  return {
    report,
    entries,
    text: (path) => entries.find((entry) => entry.path === path)?.content.toString(),
  };
}
