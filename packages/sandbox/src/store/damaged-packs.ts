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
  /** Those that other processes were to be told of when the disk was full. */
  #untold: string[] = [];

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
    this.#untold.push(basename(pack));
    this.#tell();
  }

  /** Takes in what other processes have found, and tells them what they could not be told until now. */
  refresh(): void {
    this.#tell();
    try {
      for (const name of readFileSync(this.#path, "utf8").split("\n")) if (name !== "") this.#names.add(name);
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
    }
  }

  #tell(): void {
    if (this.#untold.length === 0) return;
    try {
      // Names of packs are never used again, so that one that is gone may stay listed.
      // A line's end in front, since the last one may have been written in part.
      appendFileSync(this.#path, this.#untold.map((name) => `\n${name}\n`).join(""), { mode: 0o600 });
      this.#untold = [];
    } catch (error) {
      // The disk is full or failing.
      if (errnoOf(error) === null) throw error;
    }
  }
}
