import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { packPackages, type PackedPackage } from "./archives/pack-packages.ts";

/** Packs every built package and lets publint and attw judge the archives. */
async function checkPackages(): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), "kimi-archives-"));
  try {
    for (const packed of await packPackages(directory)) {
      const reports = await Promise.all([
        judge("publint", ["run", packed.archive, "--strict"]),
        judge("attw", [packed.archive, "--profile", "esm-only", "--no-color", "--format", "ascii"]),
      ]);
      report(packed, reports.join(""));
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What a tool prints, or why it did not run, when it finds fault; empty when it does not. */
function judge(tool: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(tool, args, (error, stdout, stderr) =>
      resolve(error ? `${error.message}\n${stdout}${stderr}` : ""),
    );
  });
}

function report({ manifest }: PackedPackage, faults: string): void {
  console.log(faults === "" ? `ok    ${manifest.name}` : `FAULT ${manifest.name}\n${faults}`);
  if (faults !== "") process.exitCode = 1;
}

await checkPackages();
