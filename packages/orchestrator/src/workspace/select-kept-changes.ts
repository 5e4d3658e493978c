import type { Change } from "@kimi/contracts";
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

/** What tells a wanted change from a trace that a command left behind. */
export interface ChangeOrigins {
  /** Paths that a tool call wrote. */
  readonly written: ReadonlySet<string>;
  /** Paths that git would not ignore, now and at the baseline. */
  readonly sources: ReadonlySet<string>;
  /** Dependency folders that the install step filled. */
  readonly installed: ReadonlySet<string>;
}

/**
 * The changes that belong to the run's result: what tools wrote, what commands changed in files that git would not
 * ignore, and what the install step brought. Caches and ignored build output stay as they were at the baseline.
 */
export function selectKeptChanges(changes: readonly Change[], origins: ChangeOrigins): readonly Change[] {
  const kept = changes.filter((change) => !isFolder(change) && isWanted(change.path, origins));
  const parents = new Set(kept.flatMap((change) => parentsOf(change.path)));
  return changes.filter(
    (change) => kept.includes(change) || (isFolder(change) && isKeptFolder(change, parents, changes)),
  );
}

function isFolder(change: Change): boolean {
  return (change.after ?? change.before)?.type === "directory" && change.kind !== "type-changed";
}

function isWanted(path: string, origins: ChangeOrigins): boolean {
  if (origins.written.has(path)) return true;
  if ([...origins.installed].some((folder) => path.startsWith(`${folder}/`))) return true;
  if (isDependencyPath(path) || isCache(path)) return false;
  return origins.sources.has(path);
}

/** A new folder stays when something kept is in it or nothing at all is; a removed or changed one stays so. */
function isKeptFolder(change: Change, parents: ReadonlySet<string>, changes: readonly Change[]): boolean {
  if (parents.has(change.path)) return true;
  if (isCache(`${change.path}/x`) || isDependencyPath(change.path)) return false;
  return !changes.some((other) => other.path.startsWith(`${change.path}/`));
}

function isCache(path: string): boolean {
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
