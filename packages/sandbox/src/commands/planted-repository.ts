import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What is said of a repository that was taken away. */
export const plantedRepositoryNote =
  "[… .git was removed again: a repository that a command makes could run programs as soon as its user asks git for anything …]\n";

/**
 * Sees to it that no command leaves a repository in a folder of the user's that had none: its configuration and hooks
 * would run outside of any confinement, and no restore would ever remove it.
 */
export class PlantedRepository {
  readonly #path: string;
  readonly #isExpected: boolean;

  /** `root`: the user's own folder, as it is before any command; `null` where nobody else will look. */
  constructor(root: string | null) {
    this.#path = join(root ?? "/", ".git");
    this.#isExpected = root === null || isThere(this.#path);
  }

  /** Removes it. Returns whether there was one. */
  remove(): boolean {
    if (this.#isExpected || !isThere(this.#path)) return false;
    rmSync(this.#path, { recursive: true, force: true, maxRetries: 3 });
    return true;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
