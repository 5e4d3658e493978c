import type { RawPath } from "../paths/raw-path.ts";
import type { Draft } from "./draft.ts";
import { FileBatch } from "./file-batch.ts";
import { type StatTable, mark } from "./stat-table.ts";

/** Files that a walk has come upon, and that are read together. What is found goes to columns, and is no object for each. */
export class FreshFiles {
  /** What is in the place of those that their columns do not tell all of; `null` for nothing any more. */
  readonly drafts = new Map<number, Draft | null>();
  #names: RawPath[] = [];
  readonly #folders: { path: RawPath; end: number }[] = [];
  #batch: FileBatch | null = null;
  readonly #marks: number;

  /** `marks`: those that all of them have, whatever they are. */
  constructor(marks: number) {
    this.#marks = marks;
  }

  /** Adds the file `name` in a folder; those of one folder come one after the other. Returns its index. */
  add(folder: RawPath, name: RawPath): number {
    const last = this.#folders.at(-1);
    const end = this.#names.push(name);
    if (last?.path === folder) last.end = end;
    else this.#folders.push({ path: folder, end });
    return end - 1;
  }

  get count(): number {
    return this.#batch?.count ?? this.#names.length;
  }

  /** What is to be read, once all are added. */
  get batch(): FileBatch {
    this.#batch ??= FileBatch.of(this.#folders, this.#names, this.#marks);
    this.#names = [];
    return this.#batch;
  }

  get table(): StatTable {
    return this.batch.table;
  }

  path(at: number): RawPath {
    const folder = this.#folders.find(({ end }) => at < end)?.path ?? "";
    return folder === "" ? this.table.name(at) : `${folder}/${this.table.name(at)}`;
  }

  /** The draft of a file that was read, for more to be said of it. */
  draft(at: number): Draft | null {
    const known = this.drafts.get(at);
    if (known !== undefined) return known;
    const { table } = this;
    const marks = (table.columns.marks[at] ?? 0) & mark.severalNames;
    const entry = table.entry(at, this.path(at));
    const draft: Draft = { kind: "draft", entry, seen: table.seen(at), marks, isFresh: true, items: null };
    this.drafts.set(at, draft);
    return draft;
  }
}
