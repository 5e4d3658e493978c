import type { FolderEntry, WorkspaceFiles } from "@kimi/contracts";

/** Where third-party packages are installed in a tree. */
interface DependencyFolders {
  readonly nodeModules: readonly string[];
  readonly sitePackages: readonly string[];
}

/** Looks beside every source file: installed packages lie next to the manifests that asked for them. */
export async function findDependencyFolders(files: WorkspaceFiles): Promise<DependencyFolders> {
  const sources = await files.listSourceFiles();
  const folders = new Set(["", ...sources.flatMap(({ path }) => foldersAbove(path))]);
  const nodeModules: string[] = [];
  const environments: string[] = [];
  for (const folder of folders) {
    if (isWithinDependencies(folder)) continue;
    for (const { path, type } of await files.list(folder)) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (type !== "directory") continue;
      if (name === "node_modules") nodeModules.push(path);
      else if (/^\.?v?env$/.test(name)) environments.push(path);
    }
  }
  const sitePackages: string[] = [];
  for (const environment of environments) sitePackages.push(...(await findSitePackages(files, environment)));
  return { nodeModules, sitePackages };
}

function foldersAbove(path: string): readonly string[] {
  const segments = path.split("/").slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join("/"));
}

/** Without a `.gitignore`, installed files count as source files. */
function isWithinDependencies(folder: string): boolean {
  return folder.split("/").some((segment) => segment === "node_modules" || segment === "site-packages");
}

/** `lib/python3.12/site-packages`, on Windows `Lib/site-packages`; empty when the folder is no virtual environment. */
async function findSitePackages(files: WorkspaceFiles, environment: string): Promise<readonly string[]> {
  if ((await files.read(`${environment}/pyvenv.cfg`)) === null) return [];
  const libraries = directories(await files.list(environment)).filter((path) => /\/lib$/i.test(path));
  const below = await Promise.all(libraries.map(async (path) => directories(await files.list(path))));
  const candidates = await Promise.all(
    below.flat().map(async (path) => [path, ...directories(await files.list(path))]),
  );
  return candidates.flat().filter((path) => path.endsWith("/site-packages"));
}

function directories(entries: readonly FolderEntry[]): readonly string[] {
  return entries.filter(({ type }) => type === "directory").map(({ path }) => path);
}
