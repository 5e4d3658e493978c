import { readAttributes } from "../attributes/read-attributes.ts";
import { type Manifest, isKnownHash, sameAttributes, unknownAttributes } from "../manifest/tree-entry.ts";
import { type RawPath, parentOf } from "../paths/raw-path.ts";
import type { ContentSource } from "../store/content-source.ts";
import type { AttributeChange } from "../transaction/plan-steps.ts";
import type { EntryChange } from "./entry-change.ts";

export interface FolderAttributesRequest {
  readonly root: string;
  readonly changes: readonly EntryChange[];
  readonly from: Manifest;
  readonly to: Manifest;
  /** Holds the attributes of `to`. */
  readonly source: Pick<ContentSource, "read">;
}

/**
 * The extended attributes of folders that change. Files and links are put anew with theirs; a folder stays where it is.
 * One that is made may take over some from the folder it is made in, and has to be rid of them.
 */
export async function findFolderAttributes(
  request: FolderAttributesRequest,
): Promise<ReadonlyMap<RawPath, AttributeChange>> {
  const { root, source } = request;
  const concerned = request.changes.filter(isFolderMadeGoneOrOther);
  if (concerned.length === 0) return new Map();
  const present = await readAttributes(root, ["", ...concerned.map(({ path }) => path)]);
  if (present === null) return new Map();
  const inherits = (path: RawPath): boolean => present.has("") || isBelowAttributes(path, request);
  const found = concerned.flatMap(({ path, before, after }): (readonly [RawPath, AttributeChange])[] => {
    const isKept = before?.type === "directory";
    const now = (isKept ? present.get(path) : undefined) ?? "";
    if (after?.type !== "directory")
      return now === "" && !inherits(path) ? [] : [[path, { before: now, after: now }]];
    if (after.attributes === unknownAttributes) return [];
    const wanted =
      after.attributes === null ? "" : Buffer.from(source.read(after.attributes)).toString("latin1");
    return now === wanted && (isKept || !inherits(path)) ? [] : [[path, { before: now, after: wanted }]];
  });
  return new Map(found);
}

function isFolderMadeGoneOrOther({ before, after }: EntryChange): boolean {
  const [was, is] = [before?.type === "directory", after?.type === "directory"];
  return was !== is || (before !== null && after !== null && is && !sameAttributes(before, after));
}

function isBelowAttributes(path: RawPath, { from, to }: FolderAttributesRequest): boolean {
  for (let at = parentOf(path); at !== ""; at = parentOf(at)) {
    if ([from, to].some((tree) => isKnownHash(tree.get(at)?.attributes ?? null))) return true;
  }
  return false;
}
