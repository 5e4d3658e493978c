import { type TreeEntry, sameAttributes } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";

/** A path at which two trees differ; `null` where one of them has nothing. */
export interface EntryChange {
  readonly path: RawPath;
  readonly before: TreeEntry | null;
  readonly after: TreeEntry | null;
  /** Whether it becomes a name of another file than it was, or one beside others that do. */
  readonly isRelinked: boolean;
}

/** Whether an entry is put in its place anew; otherwise its mode and time are all that changes. Folders never are. */
export function isPutAnew({ before, after, isRelinked }: EntryChange): boolean {
  if (after === null || after.type === "directory") return false;
  return (
    before === null ||
    isRelinked ||
    before.type !== after.type ||
    before.hash !== after.hash ||
    before.isSparse !== after.isSparse ||
    !sameAttributes(before, after)
  );
}
