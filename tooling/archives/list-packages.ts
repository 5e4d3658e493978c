import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  bin: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.unknown()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** A published package of this workspace. */
export interface WorkspacePackage {
  /** Absolute. */
  readonly directory: string;
  readonly manifest: z.infer<typeof manifestSchema>;
}

const packagesDirectory = path.resolve(import.meta.dirname, "../../packages");

/** Every package under `packages/`, by folder name. */
export function listPackages(): WorkspacePackage[] {
  return readdirSync(packagesDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(packagesDirectory, name))
    .toSorted()
    .map((directory) => ({
      directory,
      manifest: manifestSchema.parse(JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"))),
    }));
}
