import { type BigIntStats, readFileSync } from "node:fs";
import { hash } from "node:crypto";
import { writeDurably } from "../disk/write-durably.ts";
import type { RawPath } from "../paths/raw-path.ts";

/** What a file looked like when its content was hashed. Times in nanoseconds, as near as a double comes. */
interface KnownFile {
  readonly size: number;
  readonly mtimeNs: number;
  readonly ctimeNs: number;
  readonly inode: number;
  readonly mode: number;
  readonly hash: string;
}

/** Time stamps may be this coarse; where they are whole seconds, the file system keeps no finer ones. */
const tickNs = 50e6;
const coarseTickNs = 2e9;
const header = "kimi-stat-cache 1";

/**
 * The hashes of a folder's files by path, good as long as size, times, inode and mode stay. A file changed so shortly
 * before it was read that a later change could carry the same time stamp is not remembered ("racy"): it is read again.
 */
export class StatCache {
  #known: ReadonlyMap<RawPath, KnownFile>;
  #changed = false;

  constructor(known: ReadonlyMap<RawPath, KnownFile> = new Map()) {
    this.#known = known;
  }

  /** The cache kept at `path`; an empty one when it is missing or damaged. */
  static load(path: string): StatCache {
    try {
      const text = readFileSync(path, "latin1");
      const [first, checksum] = text.split("\n", 2);
      const body = text.slice(header.length + 66);
      if (first !== header || checksum !== hash("sha256", Buffer.from(body, "latin1"), "hex"))
        return new StatCache();
      return new StatCache(decode(body));
    } catch {
      return new StatCache();
    }
  }

  /** Writes it unless it is what was loaded. */
  save(path: string): void {
    if (!this.#changed) return;
    const body = encode(this.#known);
    writeDurably(
      path,
      Buffer.from(`${header}\n${hash("sha256", Buffer.from(body, "latin1"), "hex")}\n${body}`, "latin1"),
    );
    this.#changed = false;
  }

  /** The hash of an unchanged file; `null` when it must be read. */
  lookUp(path: RawPath, stats: BigIntStats): string | null {
    const known = this.#known.get(path);
    return known !== undefined && sameFile(known, toKnownFile(stats, known.hash)) ? known.hash : null;
  }

  /** Begins a new generation, which takes the place of this one with {@link StatCache.replace}. */
  begin(): Map<RawPath, KnownFile> {
    return new Map();
  }

  /**
   * Takes over what a scan found. `readSinceMs`: no file was read before this instant (milliseconds since 1970), so
   * files that changed later than shortly before it are racy. `fresh` entries looked up in this cache stay.
   */
  replace(fresh: ReadonlyMap<RawPath, KnownFile>, readSinceMs: number): void {
    const kept = new Map<RawPath, KnownFile>();
    for (const [path, file] of fresh) {
      const earlier = this.#known.get(path);
      const stays = earlier !== undefined && sameFile(earlier, file);
      if (!stays) this.#changed = true;
      if (stays || !isRacy(file, readSinceMs * 1e6)) kept.set(path, file);
    }
    if (kept.size !== this.#known.size) this.#changed = true;
    this.#known = kept;
  }
}

/** What the cache keeps of a file with this content. */
export function toKnownFile(stats: BigIntStats, contentHash: string): KnownFile {
  return {
    size: Number(stats.size),
    mtimeNs: Number(stats.mtimeNs),
    ctimeNs: Number(stats.ctimeNs),
    inode: Number(stats.ino),
    mode: Number(stats.mode),
    hash: contentHash,
  };
}

export type { KnownFile };

function isRacy({ mtimeNs, ctimeNs }: KnownFile, readSinceNs: number): boolean {
  const tick = ctimeNs % 1e9 === 0 ? coarseTickNs : tickNs;
  return Math.max(mtimeNs, ctimeNs) > readSinceNs - tick;
}

function sameFile(a: KnownFile, b: KnownFile): boolean {
  return (
    a.ctimeNs === b.ctimeNs &&
    a.mtimeNs === b.mtimeNs &&
    a.size === b.size &&
    a.inode === b.inode &&
    a.mode === b.mode &&
    a.hash === b.hash
  );
}

function encode(known: ReadonlyMap<RawPath, KnownFile>): string {
  let text = "";
  for (const [path, file] of known) {
    text += `${file.size} ${file.mtimeNs} ${file.ctimeNs} ${file.inode} ${file.mode} ${file.hash} ${path}\0`;
  }
  return text;
}

function decode(body: string): Map<RawPath, KnownFile> {
  const known = new Map<RawPath, KnownFile>();
  for (let at = 0; at < body.length;) {
    const end = body.indexOf("\0", at);
    const [size, mtimeNs, ctimeNs, inode, mode, contentHash = ""] = body.slice(at, end).split(" ", 6);
    const numbers = [size, mtimeNs, ctimeNs, inode, mode];
    const path = body.slice(at + numbers.join(" ").length + 66, end);
    known.set(path, {
      size: Number(size),
      mtimeNs: Number(mtimeNs),
      ctimeNs: Number(ctimeNs),
      inode: Number(inode),
      mode: Number(mode),
      hash: contentHash,
    });
    at = end + 1;
  }
  return known;
}
