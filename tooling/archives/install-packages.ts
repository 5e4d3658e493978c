import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { packPackages } from "./pack-packages.ts";

const run = promisify(execFile);
const consumerSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()).default({}) });

/**
 * Installs the packed packages, which must be built, into `project`: a folder outside the repository with a
 * `package.json`. Dependencies on them by version are met by the archives.
 */
export async function installPackages(project: string): Promise<void> {
  const archives = path.join(project, "archives");
  await mkdir(archives);
  const packed = await packPackages(archives);
  const manifestFile = path.join(project, "package.json");
  const consumer = consumerSchema.parse(JSON.parse(await readFile(manifestFile, "utf8")));
  const own = Object.fromEntries(packed.map(({ manifest, archive }) => [manifest.name, `file:${archive}`]));
  const dependencies = { ...consumer.dependencies, ...own };
  await writeFile(manifestFile, JSON.stringify({ ...consumer, dependencies }));
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: project });
}
