import type { FolderEntry, InstalledPackage, WorkspaceFiles } from "@kimi/contracts";
import { z } from "zod";
import { readNpmLicence } from "./read-npm-licence.ts";

/**
 * The packages in a `node_modules` folder: scoped ones, nested ones, and those in pnpm's store within it.
 * Links are not followed: they lead to a package that is listed anyway, or to one of the workspace's own.
 */
export async function* listNpmPackages(
  files: WorkspaceFiles,
  folder: string,
): AsyncGenerator<InstalledPackage> {
  for (const path of directoriesOf(await files.list(folder))) {
    const name = path.slice(folder.length + 1);
    if (name === ".pnpm") yield* listStore(files, path);
    else if (name.startsWith("@")) yield* listScope(files, path, name);
    else if (!name.startsWith(".")) yield* listPackage(files, path, name);
  }
}

/** `.pnpm/<name>@<version>/node_modules/`; `.pnpm/node_modules/` holds links alone. */
async function* listStore(files: WorkspaceFiles, store: string): AsyncGenerator<InstalledPackage> {
  for (const path of directoriesOf(await files.list(store))) {
    const inner = `${path}/node_modules`;
    if (directoriesOf(await files.list(path)).includes(inner)) yield* listNpmPackages(files, inner);
  }
}

async function* listScope(
  files: WorkspaceFiles,
  path: string,
  scope: string,
): AsyncGenerator<InstalledPackage> {
  for (const folder of directoriesOf(await files.list(path))) {
    yield* listPackage(files, folder, `${scope}${folder.slice(path.length)}`);
  }
}

async function* listPackage(
  files: WorkspaceFiles,
  path: string,
  folderName: string,
): AsyncGenerator<InstalledPackage> {
  const manifest = await files.read(`${path}/package.json`);
  if (manifest !== null) yield readManifest(manifest, folderName);
  const nested = `${path}/node_modules`;
  if (directoriesOf(await files.list(path)).includes(nested)) yield* listNpmPackages(files, nested);
}

/** What is needed of a `package.json`; each part that is not as it should be counts as missing. */
const manifestSchema = z.looseObject({
  name: z.string().min(1).optional().catch(undefined),
  version: z.string().min(1).optional().catch(undefined),
});

function readManifest(content: Uint8Array, folderName: string): InstalledPackage {
  const manifest = manifestSchema.safeParse(parseJson(content)).data ?? {};
  return {
    ecosystem: "npm",
    name: manifest.name ?? folderName,
    version: manifest.version ?? "unknown",
    licence: readNpmLicence(manifest),
  };
}

function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    // A manifest that nobody can read declares nothing, and what declares nothing is not allowed.
    return null;
  }
}

function directoriesOf(entries: readonly FolderEntry[]): readonly string[] {
  return entries.filter(({ type }) => type === "directory").map(({ path }) => path);
}
