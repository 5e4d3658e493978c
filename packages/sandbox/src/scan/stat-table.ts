import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import type { FolderSummary } from "../manifest/folder-record.ts";
import type { RawPath } from "../paths/raw-path.ts";
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
  /** Six of each entry: mode, size, mtime and ctime in ms, inode, mtime in whole µs. */
  readonly numbers: Float64Array;
  /** Index after the last entry below a folder; after itself for anything else. */
  readonly ends: Uint32Array;
  /** All paths, one after the other, and where each ends. */
  readonly paths: string;
  readonly pathEnds: Uint32Array;
  /** 32 bytes each; zeros for what has no hash. */
  readonly hashes: Buffer;
  /** Sums of {@link mark}. */
  readonly marks: Uint8Array;
  readonly rare: ReadonlyMap<number, RareFields>;
  /** Of the folders whose records are in the store; `-1` is the root. */
  readonly summaries: ReadonlyMap<number, FolderSummary>;
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

export const numbersEach = 6;
export const hashBytes = 32;

const fileType = 0o170000;
const folderType = 0o040000;
const linkType = 0o120000;
const fifoType = 0o010000;

/** A tree as it was seen last. It never changes; decoding an entry costs little, comparing it nothing but numbers. */
export class StatTable {
  readonly columns: StatColumns;
  readonly count: number;

  constructor(columns: StatColumns) {
    this.columns = columns;
    this.count = columns.ends.length;
  }

  path(at: number): RawPath {
    const { paths, pathEnds } = this.columns;
    return paths.slice(at === 0 ? 0 : pathEnds[at - 1], pathEnds[at]);
  }

  seen(at: number): Seen {
    const number = (which: number): number => this.columns.numbers[at * numbersEach + which] ?? 0;
    return { mode: number(0), size: number(1), mtimeMs: number(2), ctimeMs: number(3), inode: number(4) };
  }

  has(at: number, which: number): boolean {
    return ((this.columns.marks[at] ?? 0) & which) !== 0;
  }

  isFolder(at: number): boolean {
    return ((this.columns.numbers[at * numbersEach] ?? 0) & fileType) === folderType;
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

  entry(at: number): TreeEntry {
    const [mode = 0, size = 0, , , , mtimeUs = 0] = this.columns.numbers.subarray(
      at * numbersEach,
      (at + 1) * numbersEach,
    );
    const type = typeOf(mode);
    const rare = this.has(at, mark.rare) ? this.columns.rare.get(at) : undefined;
    return {
      path: this.path(at),
      type,
      mode: type === "symlink" ? 0o777 : mode & 0o7777,
      size: type === "file" || type === "symlink" ? size : 0,
      mtimeUs,
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
    for (let at = folder + 1; at < end; at = this.end(at)) yield at;
  }

  *entries(): Generator<TreeEntry> {
    for (let at = 0; at < this.count; at += 1) yield this.entry(at);
  }
}

function typeOf(mode: number): TreeEntry["type"] {
  const type = mode & fileType;
  if (type === folderType) return "directory";
  if (type === linkType) return "symlink";
  return type === fifoType ? "fifo" : "file";
}
