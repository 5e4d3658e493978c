import type { Change, Snapshot, Workspaces } from "@kimi/contracts";
import { decodeText } from "./decode-text.ts";

/** A text file that differs between the tree before the run and the tree the verdict is about. */
export interface ChangedFile {
  readonly path: string;
  /** `null` when it was not there, or was no text. */
  readonly before: string | null;
  /** `null` when it is gone, or is no text. */
  readonly after: string | null;
  /** On which side it was there and is no text. @default neither */
  readonly binary?: { readonly before: boolean; readonly after: boolean };
}

/** Whether a file was there before the run, as text or not. */
export function stoodBefore({ before, binary }: ChangedFile): boolean {
  return before !== null || binary?.before === true;
}

export interface ChangedFiles {
  /** Every path that differs, sorted. */
  readonly paths: readonly string[];
  /** Texts of those that `wanted` chose. */
  readonly files: readonly ChangedFile[];
}

const maxBytes = 1_000_000;

/** What the run changed; texts are read of the paths that `wanted` accepts, up to 1 MB each. */
export async function readChangedFiles(
  workspaces: Pick<Workspaces, "changeSet" | "readFile">,
  baseline: Snapshot,
  final: Snapshot,
  wanted: (path: string) => boolean,
): Promise<ChangedFiles> {
  const { changes } = await workspaces.changeSet(baseline.id, final.id);
  const read = async (snapshotId: string, path: string, size: number | undefined): Promise<string | null> =>
    size === undefined || size > maxBytes ? null : decodeText(await workspaces.readFile(snapshotId, path));
  const files: ChangedFile[] = [];
  for (const { path, before, after } of changes) {
    const [old, now] = [sizeOf(before), sizeOf(after)];
    if ((old === undefined && now === undefined) || !wanted(path)) continue;
    // Permissions alone are no change of what a file says.
    if (before?.hash === after?.hash && before?.type === after?.type) continue;
    const texts = { before: await read(baseline.id, path, old), after: await read(final.id, path, now) };
    const binary = {
      before: old !== undefined && texts.before === null,
      after: now !== undefined && texts.after === null,
    };
    files.push({ path, ...texts, ...(binary.before || binary.after ? { binary } : {}) });
  }
  return { paths: changes.map(({ path }) => path), files };
}

/** Bytes; `undefined` for what is no file. */
function sizeOf(entry: Change["before"]): number | undefined {
  return entry?.type === "file" ? entry.size : undefined;
}
