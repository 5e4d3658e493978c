import { closeSync, constants, fchmodSync, fsyncSync, futimesSync } from "node:fs";
import { hash as hashOnce } from "node:crypto";
import { KimiError } from "@kimi/contracts/errors";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import type { AttributeTool } from "../attributes/attribute-tool.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { removeTree } from "../disk/remove-tree.ts";
import { writeWhole } from "../disk/write-durably.ts";
import { type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { writeContent } from "../manifest/write-content.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { ContentSource } from "../store/content-source.ts";

export interface StageOptions {
  readonly source: ContentSource;
  /** Whether it is on disk, safe from a power cut, when the call returns. */
  readonly durable: boolean;
}

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
  readonly #attributes: AttributeTool | null;
  /** Where the first names of hard links are. */
  readonly #slots = new Map<RawPath, string>();
  /** Files that wait for their attributes, and for their modes with them. */
  readonly #unfinished: { readonly name: string; readonly entry: TreeEntry; readonly dump: AttributeDump }[] =
    [];

  private constructor(path: string, parent: FolderHandle, name: string, attributes: AttributeTool | null) {
    using folder = parent.enter(name);
    this.path = path;
    this.#attributes = attributes;
    this.#name = name;
    this.fresh = folder.enter("new");
    this.old = folder.enter("old");
    this.#parent = parent.enter(".");
  }

  /**
   * Opens the area `name` in `parent`, whose path is `parentPath`; made when missing. Without `attributes`, extended
   * attributes are left out.
   */
  static open(
    parent: FolderHandle,
    parentPath: string,
    name: string,
    attributes = findAttributeTool(),
  ): StagingArea {
    ensureFolder(parent, name);
    using folder = parent.enter(name);
    ensureFolder(folder, "new");
    ensureFolder(folder, "old");
    return new StagingArea(`${parentPath}/${name}`, parent, name, attributes);
  }

  /** Makes the names in it survive a power cut, its own included. */
  sync(): void {
    using folder = this.#parent.enter(this.#name);
    for (const each of [this.fresh, this.old, folder, this.#parent]) each.sync();
  }

  /**
   * Makes `entry` under `new/<slot>`, with mode and time; on disk when `durable`. Extended attributes come with
   * {@link StagingArea.complete}. A hard link becomes one where the name it is linked to was staged before.
   */
  stage(slot: number, entry: TreeEntry, options: StageOptions): void {
    const name = String(slot);
    if (this.#link(name, entry)) return;
    const dump = isKnownHash(entry.attributes) ? options.source.read(entry.attributes) : null;
    this.#make(name, entry, options);
    this.#slots.set(entry.path, name);
    if (dump !== null) this.#unfinished.push({ name, entry, dump: Buffer.from(dump).toString("latin1") });
  }

  #make(name: string, entry: TreeEntry, options: StageOptions): void {
    if (entry.target !== null) this.fresh.makeLink(name, entry.target);
    else if (entry.type === "fifo") this.fresh.makeFifo(name, entry.mode);
    else {
      this.#stageFile(name, entry, options);
      return;
    }
    this.fresh.setTime(name, entry.mtimeUs);
  }

  /**
   * Gives what was staged its extended attributes, all in one go; on disk when `durable`.
   * @throws KimiError `workspace` when they cannot be set.
   */
  complete({ durable }: Pick<StageOptions, "durable">): void {
    if (this.#unfinished.length === 0) return;
    this.#attributes?.add(
      this.fresh,
      this.#unfinished.map(({ name, dump }) => [name, dump]),
    );
    for (const { name, entry } of this.#unfinished.splice(0))
      if (entry.type === "file") this.#close(name, entry.mode, durable);
      else if (entry.type === "fifo") this.fresh.setMode(name, entry.mode);
  }

  #link(name: string, { linkedTo }: TreeEntry): boolean {
    const first = linkedTo === null ? undefined : this.#slots.get(linkedTo);
    return first !== undefined && this.fresh.link(first, this.fresh, name);
  }

  #close(name: string, mode: number, durable: boolean): void {
    const file = this.fresh.openFile(name, constants.O_RDONLY);
    try {
      fchmodSync(file, mode);
      if (durable) fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #stageFile(name: string, entry: TreeEntry, { source, durable }: StageOptions): void {
    const { mode, mtimeUs, attributes } = entry;
    const file = this.fresh.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      writeContent(entry, source, file);
      // Whoever sets attributes needs to be allowed to write.
      if (!isKnownHash(attributes)) fchmodSync(file, mode);
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
