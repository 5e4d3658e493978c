import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { FolderSummaries } from "./folder-summaries.ts";
import type { Seen } from "./seen.ts";

/** What few entries have. */
export interface RareFields {
  readonly target: RawPath | null;
  readonly linkedTo: RawPath | null;
  readonly attributes: string | null;
}

/**
 * The columns of a {@link StatTable}. Entries stand depth first, those of a folder directly after it in the order of
 * their names' bytes, so that all below a folder is one run.
 */
export interface StatColumns {
  /** Four of each entry: size, mtime and ctime in ms, inode. */
  readonly numbers: Float64Array;
  readonly modes: Uint32Array;
  /** In whole µs. */
  readonly mtimesUs: Float64Array;
  /** Index after the last entry below a folder; after itself for anything else. */
  readonly ends: Uint32Array;
  /** The bytes of all names, one after the other, and where each ends. */
  readonly names: Buffer;
  readonly nameEnds: Uint32Array;
  /** 32 bytes each; zeros for what has no hash. */
  readonly hashes: Buffer;
  /** Sums of {@link mark}. */
  readonly marks: Uint8Array;
  /** All marks that any entry has; `null` where that is not known, or may change. */
  readonly allMarks: number | null;
  readonly rare: ReadonlyMap<number, RareFields>;
  /** Of the folders whose records are in the store; `-1` is the root. */
  readonly summaries: FolderSummaries;
}

/** What is noted of an entry. */
export const mark = {
  hashed: 1,
  sparse: 2,
  unknownAttributes: 4,
  /** One of several names, all or some of them in the tree. */
  linked: 8,
  /** A name of a file that has others, in the tree or outside of it. */
  severalNames: 16,
  /** A folder with entries that no snapshot holds: it must be listed each time. */
  listed: 32,
  rare: 64,
  /** Read, and its content not kept. */
  contentMissing: 128,
} as const;

export const numbersEach = 4;
export const hashBytes = 32;

const typeMask = 0o170000;
const fileType = 0o100000;
const folderType = 0o040000;
const linkType = 0o120000;
const fifoType = 0o010000;

/** A tree as it was seen last. It never changes; decoding an entry costs little, comparing it nothing but numbers. */
export class StatTable {
  readonly columns: StatColumns;
  readonly count: number;
  /** Indices of the folders that entries are in, once a path has been asked for. */
  #parents: Int32Array | null = null;
  /** The folder asked for last. */
  #folder = { at: -1, prefix: "" };

  constructor(columns: StatColumns) {
    this.columns = columns;
    this.count = columns.ends.length;
  }

  name(at: number): RawPath {
    const { names, nameEnds } = this.columns;
    return names.toString("latin1", at === 0 ? 0 : nameEnds[at - 1], nameEnds[at]);
  }

  path(at: number): RawPath {
    this.#parents ??= findParents(this.columns.ends);
    const parent = this.#parents[at] ?? -1;
    if (parent !== this.#folder.at)
      this.#folder = { at: parent, prefix: parent === -1 ? "" : `${this.path(parent)}/` };
    return this.#folder.prefix + this.name(at);
  }

  seen(at: number): Seen {
    const { modes, numbers } = this.columns;
    const number = (which: number): number => numbers[at * numbersEach + which] ?? 0;
    return {
      mode: modes[at] ?? 0,
      size: number(0),
      mtimeMs: number(1),
      ctimeMs: number(2),
      inode: number(3),
    };
  }

  has(at: number, which: number): boolean {
    return ((this.columns.marks[at] ?? 0) & which) !== 0;
  }

  /** Whether any entry has one of these marks. */
  hasAny(which: number): boolean {
    return ((this.columns.allMarks ?? allMarksOf(this.columns)) & which) !== 0;
  }

  isFolder(at: number): boolean {
    return ((this.columns.modes[at] ?? 0) & typeMask) === folderType;
  }

  isFile(at: number): boolean {
    return ((this.columns.modes[at] ?? 0) & typeMask) === fileType;
  }

  /** Bytes, as the file system says. */
  size(at: number): number {
    return this.columns.numbers[at * numbersEach] ?? 0;
  }

  /** Index after the last entry below it. */
  end(at: number): number {
    return this.columns.ends[at] ?? this.count;
  }

  /** `null` for what has none. */
  hash(at: number): string | null {
    return this.has(at, mark.hashed)
      ? this.columns.hashes.toString("hex", at * hashBytes, (at + 1) * hashBytes)
      : null;
  }

  /** `path`: where the caller knows it, which spares the search for the folders above. */
  entry(at: number, path: RawPath = this.path(at)): TreeEntry {
    const mode = this.columns.modes[at] ?? 0;
    const size = this.size(at);
    const type = typeOf(mode);
    const rare = this.has(at, mark.rare) ? this.columns.rare.get(at) : undefined;
    return {
      path,
      type,
      mode: type === "symlink" ? 0o777 : mode & 0o7777,
      size: type === "file" || type === "symlink" ? size : 0,
      mtimeUs: this.columns.mtimesUs[at] ?? 0,
      hash: this.hash(at),
      target: rare?.target ?? null,
      linkedTo: rare?.linkedTo ?? null,
      isSparse: this.has(at, mark.sparse),
      attributes: this.has(at, mark.unknownAttributes) ? unknownAttributes : (rare?.attributes ?? null),
    };
  }

  /** Indices of the entries directly in a folder, `-1` being the root, in order. */
  *children(folder: number): Generator<number> {
    const end = folder === -1 ? this.count : this.end(folder);
    // Forward in any case, since the table may be damaged.
    for (let at = folder + 1; at < end; at = Math.max(at + 1, this.end(at))) yield at;
  }

  *entries(): Generator<TreeEntry> {
    for (let at = 0; at < this.count; at += 1) yield this.entry(at);
  }
}

/** The marks that any entry has. */
export function allMarksOf({ marks }: Pick<StatColumns, "marks">): number {
  let all = 0;
  for (let at = 0; at < marks.length; at += 1) all |= marks[at] ?? 0;
  return all;
}

function findParents(ends: Uint32Array): Int32Array {
  const parents = new Int32Array(ends.length);
  let folder = -1;
  for (let at = 0; at < ends.length; at += 1) {
    while (folder !== -1 && (ends[folder] ?? 0) <= at) folder = parents[folder] ?? -1;
    parents[at] = folder;
    if ((ends[at] ?? 0) > at + 1) folder = at;
  }
  return parents;
}

function typeOf(mode: number): TreeEntry["type"] {
  const type = mode & typeMask;
  if (type === folderType) return "directory";
  if (type === linkType) return "symlink";
  return type === fifoType ? "fifo" : "file";
}
