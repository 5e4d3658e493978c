import { hash } from "node:crypto";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import type { LinkedEntry, Scan } from "./scan.ts";

/** Fills in what is known of entries only when all of a tree was seen: which are names of one file, and their attributes. */
export async function completeEntries(scan: Scan, root: string): Promise<void> {
  const changed = new Map<number, TreeEntry>();
  joinLinks(scan, changed);
  await addAttributes(scan, root, changed);
  scan.fresh += changed.size;
  if (changed.size > 0) replaceEntries(scan, changed);
}

function joinLinks({ entries, linked }: Scan, changed: Map<number, TreeEntry>): void {
  for (const group of groupByFile(linked)) {
    const paths = group.map((at) => entries[at]?.path ?? "");
    const first = paths.reduce((least, path) => (path < least ? path : least));
    for (const at of group) {
      const entry = entries[at];
      const linkedTo = entry === undefined || entry.path === first ? null : first;
      if (entry !== undefined && entry.linkedTo !== linkedTo) changed.set(at, { ...entry, linkedTo });
    }
  }
}

function groupByFile(linked: readonly LinkedEntry[]): Iterable<readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const { at, device, inode } of linked) {
    const key = `${device}:${inode}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [at]);
    else group.push(at);
  }
  return groups.values();
}

async function addAttributes(scan: Scan, root: string, changed: Map<number, TreeEntry>): Promise<void> {
  const dumps = (await scan.questions?.answer()) ?? null;
  if (dumps?.size === 0) return;
  const isAsSeen = placeChecker(scan, root);
  for (const at of scan.asked) {
    const entry = changed.get(at) ?? scan.entries[at];
    if (entry === undefined) continue;
    const dump = dumps?.get(entry.path);
    if (dumps === null || (dump !== undefined && !isAsSeen(entry.path)))
      changed.set(at, { ...entry, attributes: unknownAttributes });
    else if (dump !== undefined) changed.set(at, { ...entry, attributes: keep(scan, dump) });
  }
}

function keep({ sink }: Scan, dump: AttributeDump): string {
  const bytes = Buffer.from(dump, "latin1");
  const digest = hash("sha256", bytes, "hex");
  sink.add(digest, bytes);
  return digest;
}

/** The program went by paths: says whether a path still leads to the entry that was scanned, through no link. */
function placeChecker({ known }: Scan, root: string): (path: RawPath) => boolean {
  const byPath = new Map(known.map((one) => [one.entry.path, one]));
  return (path) => {
    try {
      using parent = FolderHandle.openBelow(root, parentOf(path));
      const stats = parent.stat(nameOf(path));
      const seen = byPath.get(path);
      return stats !== null && seen !== undefined && Number(stats.ino) === seen.inode;
    } catch {
      // Gone, or a link by now.
      return false;
    }
  };
}

function replaceEntries({ entries, known }: Scan, changed: ReadonlyMap<number, TreeEntry>): void {
  const knownAt = new Map(known.map(({ entry }, at) => [entry, at]));
  for (const [at, entry] of changed) {
    const before = entries[at];
    entries[at] = entry;
    const which = before === undefined ? undefined : knownAt.get(before);
    const seen = which === undefined ? undefined : known[which];
    if (which !== undefined && seen !== undefined) known[which] = { ...seen, entry };
  }
}
