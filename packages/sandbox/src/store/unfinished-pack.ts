import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { type ProcessOwner, currentOwner } from "../disk/process-owner.ts";
import { removeFileIfPossible } from "../disk/remove-file.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { syncFolder } from "../disk/write-durably.ts";

/**
 * The file of a pack that nobody sees before it is whole and on disk. Nothing is created before the first byte is
 * written. Disposing without {@link UnfinishedPack.commit} drops it.
 */
export class UnfinishedPack implements Disposable {
  readonly #path: string;
  readonly #temporary: string;
  readonly #folder: string;
  #file: number | null = null;

  /** `ending` is how the names of such packs end. */
  constructor(folder: string, ending: string) {
    const name = lateCrypto().randomUUID();
    this.#path = join(folder, `${name}${ending}`);
    const { pid, startTicks, bootId } = currentOwner();
    this.#temporary = join(folder, [pid, startTicks ?? "", bootId ?? "", name, "tmp"].join("."));
    this.#folder = folder;
  }

  /** @throws KimiError `disk` when there is no room, or the disk fails. */
  write(bytes: Uint8Array, position: number): void {
    try {
      this.#file ??= openSync(this.#temporary, "wx", 0o600);
      for (let at = 0; at < bytes.length;) {
        at += writeSync(this.#file, bytes, at, bytes.length - at, position + at);
      }
    } catch (error) {
      // Said here, since who reads a tree takes any other system error for the tree's.
      throw toDiskError(error, `the snapshot store ${this.#folder} could not take a new content`);
    }
  }

  /** Drops what was written from `length` on. */
  truncate(length: number): void {
    if (this.#file !== null) ftruncateSync(this.#file, length);
  }

  /** Puts the pack in place; nothing where nothing was written. */
  commit(): void {
    if (this.#file === null) return;
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = null;
    renameSync(this.#temporary, this.#path);
    syncFolder(this.#folder);
  }

  [Symbol.dispose](): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    removeFileIfPossible(this.#temporary);
  }
}

/** The process that writes the unfinished pack of this name; `null` for any other file. */
export function parsePackOwner(name: string): ProcessOwner | null {
  const [pid, startTicks, bootId, , suffix] = name.split(".");
  if (suffix !== "tmp") return null;
  return { pid: Number(pid), startTicks: startTicks || null, bootId: bootId || null };
}
