import { closeSync, constants, fchmodSync, fsyncSync, futimesSync } from "node:fs";
import { hash as hashOnce } from "node:crypto";
import { KimiError } from "@kimi/contracts/errors";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { removeTree } from "../disk/remove-tree.ts";
import { writeWhole } from "../disk/write-durably.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { ContentSource } from "../store/content-source.ts";

/**
 * A folder on the tree's own file system, outside of what snapshots hold, where new entries wait complete (`new/`) and
 * old ones are kept until the change is through (`old/`), so that changing the tree takes nothing but renames.
 */
export class StagingArea implements Disposable {
  /** For messages. */
  readonly path: string;
  readonly fresh: FolderHandle;
  readonly old: FolderHandle;
  readonly #name: string;
  readonly #parent: FolderHandle;

  private constructor(path: string, parent: FolderHandle, name: string) {
    using folder = parent.enter(name);
    this.path = path;
    this.#name = name;
    this.fresh = folder.enter("new");
    this.old = folder.enter("old");
    this.#parent = parent.enter(".");
  }

  /** Opens the area `name` in `parent`, whose path is `parentPath`; made when missing. */
  static open(parent: FolderHandle, parentPath: string, name: string): StagingArea {
    ensureFolder(parent, name);
    using folder = parent.enter(name);
    ensureFolder(folder, "new");
    ensureFolder(folder, "old");
    return new StagingArea(`${parentPath}/${name}`, parent, name);
  }

  /** Makes the names in it survive a power cut, its own included. */
  sync(): void {
    using folder = this.#parent.enter(this.#name);
    for (const each of [this.fresh, this.old, folder, this.#parent]) each.sync();
  }

  /** Makes `entry` under `new/<slot>`, with mode and time; on disk when `durable`. */
  stage(
    slot: number,
    entry: TreeEntry,
    options: { readonly source: ContentSource; readonly durable: boolean },
  ): void {
    const name = String(slot);
    if (entry.target !== null) this.fresh.makeLink(name, entry.target);
    else if (entry.type === "fifo") this.fresh.makeFifo(name, entry.mode);
    else {
      this.#stageFile(name, entry, options);
      return;
    }
    this.fresh.setTime(name, entry.mtimeUs);
  }

  #stageFile(
    name: string,
    { hash, mode, mtimeUs }: TreeEntry,
    { source, durable }: { readonly source: ContentSource; readonly durable: boolean },
  ): void {
    const file = this.fresh.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      source.writeTo(hash ?? "", file);
      fchmodSync(file, mode);
      // Before it is made durable, since the time is to be so too.
      futimesSync(file, mtimeUs / 1e6, mtimeUs / 1e6);
      if (durable) fsyncSync(file);
    } catch (error) {
      this.fresh.unlink(name);
      throw error;
    } finally {
      closeSync(file);
    }
  }

  [Symbol.dispose](): void {
    this.fresh[Symbol.dispose]();
    this.old[Symbol.dispose]();
    this.#parent[Symbol.dispose]();
  }

  /** Deletes the area and what is left in it. */
  remove(): void {
    removeTree(this.#parent, this.#name);
  }
}

/** Contents in memory as a {@link ContentSource}; `hashes` are in the order of `contents`. */
export function contentsInMemory(contents: readonly Uint8Array[]): {
  readonly hashes: readonly string[];
  readonly source: ContentSource;
} {
  const hashes = contents.map((content) => hashOnce("sha256", content, "hex"));
  const byHash = new Map(hashes.map((hash, at) => [hash, contents[at]]));
  const read = (hash: string): Uint8Array => {
    const content = byHash.get(hash);
    if (content === undefined) throw new KimiError("internal", `no content with hash ${hash} was given`);
    return content;
  };
  return {
    hashes,
    source: {
      read,
      writeTo: (hash, file, write = writeWhole) => write(file, read(hash)),
    },
  };
}

function ensureFolder(parent: FolderHandle, name: string): void {
  try {
    parent.makeFolder(name, 0o700);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
}
