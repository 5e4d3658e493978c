import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { listPackages, type WorkspacePackage } from "./list-packages.ts";

const run = promisify(execFile);

/** A package as the registry would receive it. */
export interface PackedPackage extends WorkspacePackage {
  /** Absolute path of the `.tgz`. */
  readonly archive: string;
}

/** Packs every package into the existing folder `destination`; they must be built. */
export async function packPackages(destination: string): Promise<PackedPackage[]> {
  return Promise.all(
    listPackages().map(async (workspacePackage) => {
      const archive = path.join(destination, `${path.basename(workspacePackage.directory)}.tgz`);
      await run("pnpm", ["pack", "--out", archive], { cwd: workspacePackage.directory });
      return { ...workspacePackage, archive };
    }),
  );
}
