import { statSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import type { BlobStore } from "./blob-store.ts";
import type { BlobPlace } from "./pack-index.ts";
import { isPressed } from "./pressed-pack.ts";

/** Packs below this are put together once there are as many as that. */
const smallBytes = 1024 * 1024;
const manySmall = 64;

/** A pack that stays, and why. */
export interface LeftPack {
  readonly path: string;
  readonly reason: string;
}

export interface CollectPacksOptions {
  readonly places: ReadonlyMap<string, BlobPlace>;
  /** Hashes of what is still needed. */
  readonly live: ReadonlySet<string>;
  /** Whether the store takes no more than it may, as it is now. */
  readonly fits: () => boolean;
  /** Of packs that could stay as they are, no more than this is written anew. */
  readonly pressBytes: number;
  readonly fault: FaultHook;
}

/**
 * Drops packs that hold nothing live, and writes anew those of which less than half is, and very many small ones. What is
 * written anew is pressed. Where all of it still takes too much, so are the others, those written the longest ago first.
 */
export async function collectPacks(
  blobs: BlobStore,
  { places, live, fits, pressBytes, fault }: CollectPacksOptions,
): Promise<readonly LeftPack[]> {
  const byPack = Map.groupBy(places, ([, place]) => place.pack);
  // A content that no pack is known to hold may be in one whose index cannot be read.
  const isAllFound = [...live].every((hash) => places.has(hash));
  const left: LeftPack[] = [];
  const toRewrite: Rewrite[] = [];
  const small: Rewrite[] = [];
  const large: Rewrite[] = [];
  for (const path of blobs.listPacks()) {
    const held = byPack.get(path) ?? [];
    const kept = held.filter(([hash]) => live.has(hash));
    const { size, mtimeMs } = statSync(path);
    const anew = { paths: [path], kept, keptBytes: bytesOf(kept), writtenMs: mtimeMs };
    if (kept.length > 0) {
      if (anew.keptBytes * 2 < bytesOf(held)) toRewrite.push(anew);
      else (size < smallBytes ? small : large).push(anew);
    } else if (byPack.has(path) || isAllFound) {
      fault(`drop ${path}`);
      blobs.drop(path);
    } else left.push({ path, reason: unknownContents });
  }
  const pressable = (small.length < manySmall ? small : []).concat(large).filter(isPlain);
  // Those that need the least room first, since the disk may be full.
  for (const next of toRewrite.toSorted((a, b) => a.keptBytes - b.keptBytes))
    left.push(...(await rewrite(blobs, next, fault)));
  left.push(...(await putTogether(blobs, small, fault)));
  let done = 0;
  for (const next of pressable.toSorted((a, b) => a.writtenMs - b.writtenMs)) {
    if (fits() || done >= pressBytes) break;
    done += next.keptBytes;
    left.push(...(await rewrite(blobs, next, fault)));
  }
  return left;
}

const unknownContents =
  "its index is damaged, and what is missing elsewhere may be in it: kimi-agent snapshots verify names what is";

type Content = readonly [hash: string, place: BlobPlace];

/** Packs whose contents that are needed go to a new one. */
interface Rewrite {
  readonly paths: readonly string[];
  readonly kept: readonly Content[];
  readonly keptBytes: number;
  /** When the last of them was, in milliseconds since 1970. */
  readonly writtenMs: number;
}

function isPlain({ paths }: Rewrite): boolean {
  return !paths.every(isPressed);
}

/**
 * Every checkpoint leaves a small pack, and whoever looks for a content may have to look into each. One in which something
 * turns out to be damaged stays as it is, and is in nobody's way.
 */
async function putTogether(
  blobs: BlobStore,
  small: readonly Rewrite[],
  fault: FaultHook,
): Promise<readonly LeftPack[]> {
  const left: LeftPack[] = [];
  for (let rest = small; rest.length >= manySmall;) {
    const failed = await rewrite(blobs, together(rest), fault);
    const damaged = failed.filter(({ path }) => blobs.isDamaged(path));
    if (damaged.length === 0) return [...left, ...failed];
    left.push(...damaged);
    rest = rest.filter(({ paths }) => !paths.some((path) => blobs.isDamaged(path)));
  }
  return left;
}

function together(rewrites: readonly Rewrite[]): Rewrite {
  return {
    paths: rewrites.flatMap(({ paths }) => paths),
    kept: rewrites.flatMap(({ kept }) => kept),
    keptBytes: rewrites.reduce((sum, { keptBytes }) => sum + keptBytes, 0),
    writtenMs: Math.max(...rewrites.map(({ writtenMs }) => writtenMs)),
  };
}

function bytesOf(contents: readonly Content[]): number {
  return contents.reduce((sum, [, { size }]) => sum + size, 0);
}

/** What could not be done is told, and is no reason to leave the rest. */
async function rewrite(
  blobs: BlobStore,
  { paths, kept }: Rewrite,
  fault: FaultHook,
): Promise<readonly LeftPack[]> {
  fault(`repack ${paths.join(" ")}`);
  try {
    await blobs.press(kept.toSorted(inPackOrder).map(([hash]) => hash));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return paths.map((path) => ({ path, reason }));
  }
  for (const path of paths) {
    fault(`drop ${path}`);
    blobs.drop(path);
  }
  return [];
}

/** As they were written: what lies together is read together, and looks alike. */
function inPackOrder([, a]: Content, [, b]: Content): number {
  return a.pack === b.pack ? a.offset - b.offset : a.pack < b.pack ? -1 : 1;
}
