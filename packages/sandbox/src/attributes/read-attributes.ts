import type { RawPath } from "../paths/raw-path.ts";
import type { AttributeDump } from "./attribute-dump.ts";
import { findAttributeTool } from "./find-attribute-tool.ts";

/**
 * The extended attributes that entries of a tree carry right now, of those that have any; `null` where there is no
 * program to ask. The empty path is the root.
 */
export async function readAttributes(
  root: string,
  paths: Iterable<RawPath>,
): Promise<ReadonlyMap<RawPath, AttributeDump> | null> {
  using questions = findAttributeTool()?.open(root) ?? null;
  for (const path of paths) questions?.ask(path);
  return (await questions?.answer()) ?? null;
}
