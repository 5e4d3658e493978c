import type { FolderHandle } from "./folder-handle.ts";

/** A folder that is opened when it is first needed, and closed if it was. */
export class LazyFolder implements Disposable {
  readonly #open: () => FolderHandle;
  #folder: FolderHandle | null = null;

  constructor(open: () => FolderHandle) {
    this.#open = open;
  }

  open(): FolderHandle {
    return (this.#folder ??= this.#open());
  }

  [Symbol.dispose](): void {
    this.#folder?.[Symbol.dispose]();
  }
}
