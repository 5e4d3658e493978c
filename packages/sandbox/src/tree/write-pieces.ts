import { LastFolder } from "../disk/last-folder.ts";
import { parentOf } from "../paths/raw-path.ts";
import type { StatTable } from "../scan/stat-table.ts";
import type { ContentSource } from "../store/content-source.ts";
import { type PlannedFiles, isWritten } from "./planned-files.ts";
import { noteSeen } from "./tree-plan.ts";
import { OpenTwin } from "./twin.ts";
import { writeFile } from "./write-file.ts";

/**
 * Writes the files of a tree, whose folders are there: a piece at each step, until somebody has taken the last one. Two
 * threads begin at either end, so that they are seldom in one folder. A file that cannot be written is not there, and
 * stays unseen in `table`, which is of the same columns.
 */
export function* writePieces(
  { root, pieces, taken, twin: seen }: PlannedFiles,
  table: StatTable,
  source: ContentSource,
  end: "front" | "back",
): Generator<void> {
  const count = pieces.length - 1;
  using folders = new LastFolder(root);
  using twin = seen === null ? null : new OpenTwin(seen);
  for (let mine = 0; Atomics.add(taken, 0, 1) < count; mine += 1) {
    const piece = end === "front" ? mine : count - 1 - mine;
    for (let at = pieces[piece] ?? 0; at < (pieces[piece + 1] ?? 0); at += 1)
      if (isWritten(table, at)) tryWrite(table, at, { folders, twin, source });
    yield;
  }
}

/** Leaves the pieces that nobody has taken yet to nobody. */
export function stopWriting({ taken, pieces }: PlannedFiles): void {
  Atomics.add(taken, 0, pieces.length);
}

interface Writing {
  readonly folders: LastFolder;
  readonly twin: OpenTwin | null;
  readonly source: ContentSource;
}

function tryWrite(table: StatTable, at: number, { folders, twin, source }: Writing): void {
  const entry = table.entry(at);
  const folder = folders.open(parentOf(entry.path));
  if (folder === null) return;
  try {
    noteSeen(table, at, twin?.cloneTo(folder, entry, at) ?? writeFile(folder, entry, source));
  } catch {
    // Whoever writes it again, by itself, says what is wrong.
  }
}
