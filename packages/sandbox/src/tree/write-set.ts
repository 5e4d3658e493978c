import type { RawPath } from "../paths/raw-path.ts";

/**
 * What may have changed in a tree since it was recorded last: paths, as long as our own tools alone wrote there;
 * anything, as soon as a command did.
 */
export class WriteSet {
  #paths: Set<RawPath> | null = new Set();

  add(paths: Iterable<RawPath>): void {
    for (const path of paths) this.#paths?.add(path);
  }

  /** Somebody else is about to write, or has written. */
  addAnything(): void {
    this.#paths = null;
  }

  /** Hands over what was noted, `null` for anything, and begins anew. */
  take(): ReadonlySet<RawPath> | null {
    const paths = this.#paths;
    this.#paths = new Set();
    return paths;
  }
}
