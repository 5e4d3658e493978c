import type { RawPath } from "../paths/raw-path.ts";

const excludedAtRoot: ReadonlySet<RawPath> = new Set([".git", ".kimi_agent"]);

/** Whether no snapshot holds the entry `name` of a folder. Below the root the same names count: a nested repository is content. */
export function isExcluded(folder: RawPath, name: RawPath): boolean {
  return folder === "" && excludedAtRoot.has(name);
}
