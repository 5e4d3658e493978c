import type { RawPath } from "../paths/raw-path.ts";
import { errnoOf } from "./errno-of.ts";
import { FolderHandle } from "./folder-handle.ts";
import { LinkInTheWayError } from "./link-in-the-way-error.ts";

/**
 * The folders of one tree, for who goes through files in order: the last one stays open, with those that lead to it,
 * so that its neighbours take one step each.
 */
export class LastFolder implements Disposable {
  /** The root, and a folder for each of `#names`. */
  readonly #handles: FolderHandle[];
  readonly #names: RawPath[] = [];
  /** Of the folder that is open; `null` for none. */
  #path: RawPath | null = "";

  constructor(root: string) {
    this.#handles = [FolderHandle.open(root)];
  }

  /** Good until the next call. `null` where there is no such folder, or it cannot be entered. */
  open(path: RawPath): FolderHandle | null {
    if (path === this.#path) return this.#handles.at(-1) ?? null;
    this.#path = null;
    const names = path === "" ? [] : path.split("/");
    const shared = names.findIndex((name, at) => name !== this.#names[at]);
    this.#closeTo(shared === -1 ? names.length : shared);
    try {
      for (const name of names.slice(this.#names.length)) {
        const folder = this.#handles.at(-1)?.enter(name, path);
        if (folder === undefined) return null;
        this.#handles.push(folder);
        this.#names.push(name);
      }
    } catch (error) {
      if (errnoOf(error) === null && !(error instanceof LinkInTheWayError)) throw error;
      return null;
    }
    this.#path = path;
    return this.#handles.at(-1) ?? null;
  }

  [Symbol.dispose](): void {
    this.#closeTo(0);
    this.#handles.pop()?.[Symbol.dispose]();
  }

  #closeTo(depth: number): void {
    while (this.#names.length > depth) {
      this.#names.pop();
      this.#handles.pop()?.[Symbol.dispose]();
    }
  }
}
