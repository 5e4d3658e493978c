import { closeSync, constants, fchmodSync, fsyncSync, rmSync } from "node:fs";
import { hash as hashOnce } from "node:crypto";
import { KimiError } from "@kimi/contracts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { makeFifo } from "../disk/make-fifo.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { writeWhole } from "../disk/write-durably.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { ContentSource } from "../store/content-source.ts";

/**
 * A folder on the tree's own file system, outside of what snapshots hold, where new entries wait complete (`new/`) and
 * old ones are kept until the change is through (`old/`), so that changing the tree takes nothing but renames.
 */
export class StagingArea implements Disposable {
  readonly path: string;
  readonly fresh: FolderHandle;
  readonly old: FolderHandle;

  private constructor(path: string, folder: FolderHandle) {
    this.path = path;
    this.fresh = folder.enter("new");
    this.old = folder.enter("old");
  }

  /** Opens the area `name` in `parent`, whose path is `parentPath`; made when missing. */
  static open(parent: FolderHandle, parentPath: string, name: string): StagingArea {
    ensureFolder(parent, name);
    using folder = parent.enter(name);
    ensureFolder(folder, "new");
    ensureFolder(folder, "old");
    return new StagingArea(`${parentPath}/${name}`, folder);
  }

  /** Makes `entry` under `new/<slot>`, with mode and time; on disk when `durable`. */
  stage(
    slot: number,
    entry: TreeEntry,
    options: { readonly source: ContentSource; readonly durable: boolean },
  ): void {
    const name = String(slot);
    if (entry.target !== null) this.fresh.makeLink(name, entry.target);
    else if (entry.type === "fifo") makeFifo(`${this.path}/new/${name}`, entry.mode);
    else this.#stageFile(name, entry, options);
    this.fresh.setTime(name, entry.mtimeUs);
  }

  #stageFile(
    name: string,
    { hash, mode }: TreeEntry,
    { source, durable }: { readonly source: ContentSource; readonly durable: boolean },
  ): void {
    const file = this.fresh.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      source.writeTo(hash ?? "", file);
      fchmodSync(file, mode);
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
  }

  /** Deletes the area and what is left in it. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Contents in memory as a {@link ContentSource}; `hashes` are in the order of `contents`. */
export function contentsInMemory(contents: readonly Uint8Array[]): {
  readonly hashes: readonly string[];
  readonly source: ContentSource;
} {
  const hashes = contents.map((content) => hashOnce("sha256", content, "hex"));
  const byHash = new Map(hashes.map((hash, at) => [hash, contents[at]]));
  return {
    hashes,
    source: {
      writeTo: (hash, file) => {
        const content = byHash.get(hash);
        if (content === undefined) throw new KimiError("internal", `no content with hash ${hash} was given`);
        writeWhole(file, content);
      },
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
