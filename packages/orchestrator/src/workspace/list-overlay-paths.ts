import type { Change } from "@kimi/contracts";
import { isFolder } from "./select-kept-changes.ts";

/**
 * What to lay over the baseline so that the kept changes come, and nothing else. A folder that is laid over brings all
 * that is below it: one that also holds what is not kept comes with its kept files instead.
 */
export function listOverlayPaths(changes: readonly Change[], kept: readonly Change[]): readonly string[] {
  const keptPaths = new Set(kept.map(({ path }) => path));
  const dropped = changes.map(({ path }) => path).filter((path) => !keptPaths.has(path));
  const holdsDropped = (folder: string): boolean => dropped.some((path) => path.startsWith(`${folder}/`));
  return kept
    .filter((change) => change.after === null || !isFolder(change) || !holdsDropped(change.path))
    .map(({ path }) => path);
}
