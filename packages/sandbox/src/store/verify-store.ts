import { closeSync, openSync } from "node:fs";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { type Manifest, contentsOf } from "../manifest/tree-entry.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** What reading a whole store found. */
export interface StoreReport {
  /** Snapshots and distinct contents that were read, damaged ones included. */
  readonly snapshots: number;
  readonly contents: number;
  readonly damages: readonly Damage[];
  /** Of the needed ones, the ids of those that are not there at all. */
  readonly missing: readonly string[];
}

export interface VerifyRequest {
  /** Ids of snapshots that should be there; asked for when nobody can delete any. @default none */
  readonly needed?: () => Promise<readonly string[]>;
}

/** A snapshot, or one file of it, that cannot be brought back. */
export interface Damage {
  readonly snapshotId: string;
  /** `null`: the list of the snapshot's paths itself is damaged. */
  readonly path: string | null;
  readonly reason: string;
}

/**
 * Reads every snapshot that is listed, and every content that one of them needs, and checks each against its hash; and
 * looks for those that are not listed and should be.
 */
export async function verifyStore(
  store: SnapshotStore,
  { needed = async () => [] }: VerifyRequest,
): Promise<StoreReport> {
  const rest = yieldNowAndThen();
  const damages: Damage[] = [];
  const reasons = new Map<string, string | null>();
  // What is needed first: what is recorded meanwhile is then among those listed.
  const wanted = new Set(await needed());
  const ids = store.listIds();
  using contents = store.blobs.openReader();
  const nowhere = openSync("/dev/null", "w");
  const check = (hash: string): string | null =>
    reasonOf(() => {
      contents.writeTo(hash, nowhere);
    });
  try {
    for (const snapshotId of ids) {
      const { manifest, reason: damage } = inspect(store, snapshotId);
      if (damage !== null) damages.push({ snapshotId, path: null, reason: damage });
      for (const { path, hash } of listContents(manifest)) {
        const reason = reasons.has(hash) ? (reasons.get(hash) ?? null) : check(hash);
        reasons.set(hash, reason);
        if (reason !== null) damages.push({ snapshotId, path: toShownPath(path), reason });
        await rest();
      }
    }
  } finally {
    closeSync(nowhere);
  }
  const listed = new Set(ids);
  const missing = [...wanted].filter((id) => !listed.has(id));
  return { snapshots: ids.length, contents: reasons.size, damages, missing };
}

function inspect(
  store: SnapshotStore,
  id: string,
): { readonly manifest: Manifest; readonly reason: string | null } {
  let manifest: Manifest = new Map();
  const reason = reasonOf(() => {
    ({ manifest } = store.inspect(id));
  });
  return { manifest, reason };
}

function* listContents(manifest: Manifest): Generator<{ readonly path: string; readonly hash: string }> {
  for (const entry of manifest.values())
    for (const hash of contentsOf(entry)) yield { path: entry.path, hash };
}

/** Why an act fails; `null` when it does not. */
function reasonOf(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
