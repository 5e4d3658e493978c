import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { isExcluded } from "./excluded.ts";
import type { StatTable } from "./stat-table.ts";

/** A folder in the course of a walk. `knownAt`: where the table has it; `null` when it has not. */
export interface FolderPlace {
  readonly path: RawPath;
  readonly knownAt: number | null;
  /** Whether its names are to be read, and not taken from the table. */
  readonly isListed: boolean;
}

/** A name in a folder. */
export interface Listed {
  readonly name: RawPath;
  /** Where the table has it; `null` when it has not. */
  readonly knownAt: number | null;
  /** Whether the folder says so. */
  readonly isFile: boolean;
}

/** The names that a table has in a folder. */
export function* knownNames(table: StatTable, { knownAt }: FolderPlace): Generator<Listed> {
  for (const at of table.children(knownAt ?? -1)) yield { name: table.name(at), knownAt: at, isFile: false };
}

/** The names that are in a folder now, in the order of their bytes. */
export function listNames(
  table: StatTable,
  folder: FolderHandle,
  { path, knownAt }: FolderPlace,
): readonly Listed[] {
  const known = new Map<RawPath, number>();
  if (knownAt !== null) for (const at of table.children(knownAt)) known.set(table.name(at), at);
  const others = new Set<RawPath>();
  const names: RawPath[] = [];
  for (const entry of folder.listEntries()) {
    const { name } = entry;
    if (isExcluded(path, name)) continue;
    names.push(name);
    if (!entry.isFile()) others.add(name);
  }
  return names
    .toSorted()
    .map((name) => ({ name, knownAt: known.get(name) ?? null, isFile: !others.has(name) }));
}
