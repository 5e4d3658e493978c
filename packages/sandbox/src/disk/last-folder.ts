import { errnoOf } from "./errno-of.ts";
import { FolderHandle } from "./folder-handle.ts";
import { LinkInTheWayError } from "./link-in-the-way-error.ts";
import type { RawPath } from "../paths/raw-path.ts";

/** The folders of one tree, one open at a time: who goes through files in order asks for the same one again and again. */
export class LastFolder implements Disposable {
  readonly #root: string;
  #path: RawPath | null = null;
  #folder: FolderHandle | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /** Closes the one before. `null` where there is no such folder, or it cannot be entered. */
  open(path: RawPath): FolderHandle | null {
    if (path === this.#path) return this.#folder;
    this[Symbol.dispose]();
    this.#path = path;
    try {
      this.#folder = FolderHandle.openBelow(this.#root, path);
    } catch (error) {
      if (errnoOf(error) === null && !(error instanceof LinkInTheWayError)) throw error;
    }
    return this.#folder;
  }

  [Symbol.dispose](): void {
    this.#folder?.[Symbol.dispose]();
    this.#folder = null;
    this.#path = null;
  }
}
