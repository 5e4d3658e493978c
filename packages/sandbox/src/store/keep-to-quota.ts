import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../disk/replace-file.ts";
import type { CollectRequest, PruneReport } from "./collect-store.ts";
import { isPressed } from "./pressed-pack.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** What came of keeping a store to its quota. */
export interface QuotaReport {
  /** On disk now. More than the quota where what is needed takes more, or others were using the store. */
  readonly bytes: number;
  /** `null` where nothing had to be done, or could be since others were using the store. */
  readonly collected: PruneReport | null;
  /** Whether more can be compressed, which the next time goes on with. */
  readonly goesOn: boolean;
}

/** So much is compressed in some seconds, which is how long others may have to wait; the next time goes on with it. */
const pressBytes = 1e9;

/** What a store takes. */
interface Measure {
  readonly bytes: number;
  readonly packs: number;
}

/** Collects where it is due, and nobody else is using the store. */
export async function keepToQuota(store: SnapshotStore, request: CollectRequest): Promise<QuotaReport> {
  const before = measure(store);
  const lastPath = join(store.folder, "collected");
  if (!isCollectionDue(before, readMeasure(lastPath), request.maxBytes))
    return { bytes: before.bytes, collected: null, goesOn: false };
  // Where all of it fits nothing is to go, whoever needs it: asking who does takes long where there are many runs.
  const fits = before.bytes <= request.maxBytes;
  const listPinned = fits ? async (): Promise<readonly string[]> => store.listIds() : request.listPinned;
  const collected = await store.collectIfIdle({ pressBytes, ...request, listPinned });
  const after = measure(store);
  if (collected === null) return { bytes: after.bytes, collected, goesOn: false };
  const goesOn = after.bytes > request.maxBytes && !isAllPressed(store, collected);
  if (!goesOn) replaceFile(lastPath, [Buffer.from(`${after.bytes} ${after.packs}`)]);
  return { bytes: after.bytes, collected, goesOn };
}

/** What was to be pressed and cannot be is no reason to try again. */
function isAllPressed({ blobs }: SnapshotStore, { leftPacks }: PruneReport): boolean {
  const left = new Set(leftPacks.map(({ path }) => path));
  return blobs.listPacks().every((path) => isPressed(path) || left.has(path));
}

const manyPacks = 256;

/**
 * Whether a collection is worth its while: there is too much, or in too many packs, and noticeably more than the last
 * one had to leave.
 */
export function isCollectionDue(now: Measure, last: Measure | null, maxBytes: number): boolean {
  const { bytes, packs } = last ?? { bytes: 0, packs: 0 };
  return (now.bytes > maxBytes && now.bytes > bytes * 1.05) || now.packs > packs + manyPacks;
}

function measure({ blobs }: SnapshotStore): Measure {
  return { bytes: blobs.measure(), packs: blobs.listPacks().length };
}

/** `null` when there was none, or what it left cannot be told. */
function readMeasure(path: string): Measure | null {
  try {
    const [, bytes, packs] = /^(\d+) (\d+)$/.exec(readFileSync(path, "utf8")) ?? [];
    return packs === undefined ? null : { bytes: Number(bytes), packs: Number(packs) };
  } catch {
    return null;
  }
}
