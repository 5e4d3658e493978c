import { appendFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { errnoOf } from "../disk/errno-of.ts";

/**
 * Packs in which something was found that is no longer what was stored. Nobody relies on the rest of them either: who
 * has a content that they hold stores it again. They are read where there is no other copy.
 */
export class DamagedPacks {
  readonly #path: string;
  readonly #names = new Set<string>();

  /** `folder` is that of the packs. */
  constructor(folder: string) {
    this.#path = join(folder, "damaged");
  }

  has(pack: string): boolean {
    return this.#names.size > 0 && this.#names.has(basename(pack));
  }

  add(pack: string): void {
    if (this.has(pack)) return;
    this.#names.add(basename(pack));
    try {
      // Names of packs are never used again, so that one that is gone may stay listed.
      appendFileSync(this.#path, `${basename(pack)}\n`, { mode: 0o600 });
    } catch (error) {
      // The disk is full or failing; who comes upon it again says so again.
      if (errnoOf(error) === null) throw error;
    }
  }

  /** Takes in what other processes have found. */
  refresh(): void {
    try {
      for (const name of readFileSync(this.#path, "utf8").split("\n")) if (name !== "") this.#names.add(name);
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
    }
  }
}
