import type { BigIntStats, Stats } from "node:fs";

/**
 * What an entry looked like. Times in milliseconds since 1970, as near as a double comes: a quarter of a microsecond.
 */
export interface Seen {
  /** The whole of it, type included. */
  readonly mode: number;
  readonly size: number;
  readonly mtimeMs: number;
  /** `NaN` where it must not be relied on: then the entry never counts as the same. */
  readonly ctimeMs: number;
  readonly inode: number;
}

/** Time stamps may be this coarse; where they are whole seconds, the file system keeps no finer ones. */
const tickMs = 50;
const coarseTickMs = 2000;

export function toSeen(stats: BigIntStats): Seen {
  return {
    mode: Number(stats.mode),
    size: Number(stats.size),
    mtimeMs: toMilliseconds(stats.mtimeNs),
    ctimeMs: toMilliseconds(stats.ctimeNs),
    inode: Number(stats.ino),
  };
}

/** The same of a look that gave doubles: those that the nanoseconds come to. */
export function lookOf({ mode, size, mtimeMs, ctimeMs, ino }: Stats): Seen {
  return { mode, size, mtimeMs, ctimeMs, inode: ino };
}

/** Half of what tells neighbouring doubles apart, in µs, for times up to the year 2039. */
const doubleErrorUs = 0.123;
const lastExactMs = 2 ** 41;

/** A modification time in whole µs. `look` gives it in ns, for where doubles do not tell which is nearest. */
export function toMicroseconds(
  { mtimeMs }: Pick<Stats, "mtimeMs">,
  look: () => Pick<BigIntStats, "mtimeNs">,
): number {
  const wholeMs = Math.floor(mtimeMs);
  const restUs = (mtimeMs - wholeMs) * 1000;
  const isClear = Math.abs((restUs % 1) - 0.5) > doubleErrorUs && mtimeMs >= 0 && mtimeMs < lastExactMs;
  return isClear ? wholeMs * 1000 + Math.round(restUs) : roundToMicroseconds(look());
}

/** A modification time in whole µs. */
export function roundToMicroseconds({ mtimeNs }: Pick<BigIntStats, "mtimeNs">): number {
  return Number((mtimeNs + 500n) / 1000n);
}

/** Whether an entry is still the one that was seen. */
export function isAsSeen(seen: Seen, stats: Stats): boolean {
  return (
    seen.ctimeMs === stats.ctimeMs &&
    seen.mtimeMs === stats.mtimeMs &&
    seen.size === stats.size &&
    seen.inode === stats.ino &&
    seen.mode === stats.mode
  );
}

/** Whether two looks saw the same state of the same entry. */
export function sameSeen(a: Seen, b: Seen): boolean {
  return (
    a.ctimeMs === b.ctimeMs &&
    a.mtimeMs === b.mtimeMs &&
    a.size === b.size &&
    a.inode === b.inode &&
    a.mode === b.mode
  );
}

/**
 * Whether an entry changed so shortly before `readSinceMs`, an instant before which it was not read, that a later change
 * could carry the same time stamp.
 */
export function isRacy(
  { mtimeMs, ctimeMs }: Pick<Seen, "mtimeMs" | "ctimeMs">,
  readSinceMs: number,
): boolean {
  const tick = ctimeMs % 1000 === 0 ? coarseTickMs : tickMs;
  return Math.max(mtimeMs, ctimeMs) > readSinceMs - tick;
}

/** Reckoned as `node:fs` does, so that the results are equal. */
function toMilliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n) * 1000 + Number(nanoseconds % 1_000_000_000n) / 1e6;
}
