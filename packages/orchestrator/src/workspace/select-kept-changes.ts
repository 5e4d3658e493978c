import type { Change } from "@kimi/contracts";
import type { ChangeOrigins } from "./change-origins.ts";
import { isDependencyPath } from "./write-scope.ts";

const cacheFolders = new Set([
  "__pycache__",
  ".pytest_cache",
  ".mypy_cache",
  ".ruff_cache",
  ".nyc_output",
  ".turbo",
  ".cache",
  ".vite",
]);

/**
 * The changes that belong to the run's result: what tools wrote, what commands changed in files that git would not
 * ignore, and what the install step brought. Caches and ignored build output stay as they were at the baseline.
 */
export function selectKeptChanges(changes: readonly Change[], origins: ChangeOrigins): readonly Change[] {
  const files = changes.filter((change) => !isFolder(change));
  const kept = new Set(files.filter((change) => isWanted(change.path, origins)));
  const withKept = new Set(files.filter((file) => kept.has(file)).flatMap((file) => parentsOf(file.path)));
  const dropped = files.filter((file) => !kept.has(file));
  const withDropped = new Set(dropped.flatMap((file) => parentsOf(file.path)));
  const withOwned = new Set(
    dropped.filter((file) => !isCache(file.path)).flatMap((file) => parentsOf(file.path)),
  );
  return changes.filter((change) => {
    if (!isFolder(change)) return kept.has(change);
    const { path } = change;
    // Removing it would take along what is not the run's to remove, such as an ignored `.env`; caches go with it.
    if (change.after === null && withOwned.has(path)) return false;
    if (withKept.has(path)) return true;
    return !withDropped.has(path) && !isCache(`${path}/x`) && !isDependencyPath(path);
  });
}

/** True for a folder that came, went or changed as such. */
export function isFolder(change: Change): boolean {
  return (change.after ?? change.before)?.type === "directory" && change.kind !== "type-changed";
}

/** True for a path whose change belongs to the result. */
export function isWanted(path: string, origins: ChangeOrigins): boolean {
  if (origins.written.has(path)) return true;
  if ([...origins.installed].some((folder) => path.startsWith(`${folder}/`))) return true;
  if (isDependencyPath(path) || isCache(path)) return false;
  return origins.sources.has(path);
}

/** True for what interpreters and tools keep beside the sources. */
export function isCache(path: string): boolean {
  return (
    path.endsWith(".pyc") ||
    path
      .split("/")
      .slice(0, -1)
      .some((part) => cacheFolders.has(part))
  );
}

function parentsOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
