import { lateCrypto } from "../builtins/late-crypto.ts";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import type { AttributeQuestions } from "../attributes/attribute-questions.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { unknownAttributes } from "../manifest/tree-entry.ts";
import { nameOf, parentOf } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { type Draft, type Item, allDrafts, allRuns } from "./draft.ts";

/** Fills in the attributes of entries that were asked for while the tree was walked, and keeps them like contents. */
export async function addAttributes(
  items: readonly Item[],
  {
    root,
    questions,
    sink,
  }: { readonly root: string; readonly questions: AttributeQuestions; readonly sink: ContentSink },
): Promise<void> {
  const dumps = await questions.answer();
  if (dumps?.size === 0) return;
  for (const { files, from, to } of allRuns(items))
    for (let at = from; at < to; at += 1) if (dumps?.has(files.path(at)) !== false) files.draft(at);
  for (const draft of allDrafts(items)) {
    const { entry } = draft;
    if (!draft.isFresh || entry.attributes === unknownAttributes) continue;
    const dump = dumps?.get(entry.path);
    if (dumps === null || (dump !== undefined && !isStillThere(root, draft)))
      draft.entry = { ...entry, attributes: unknownAttributes };
    else if (dump !== undefined) draft.entry = { ...entry, attributes: keep(sink, dump) };
  }
}

function keep(sink: ContentSink, dump: AttributeDump): string {
  const bytes = Buffer.from(dump, "latin1");
  const digest = lateCrypto().hash("sha256", bytes, "hex");
  sink.add(digest, bytes);
  return digest;
}

/** The program went by paths: whether one still leads to the entry that was scanned, through no link. */
function isStillThere(root: string, { entry, seen }: Draft): boolean {
  try {
    using parent = FolderHandle.openBelow(root, parentOf(entry.path));
    const stats = parent.stat(nameOf(entry.path));
    return stats !== null && Number(stats.ino) === seen.inode;
  } catch {
    // Gone, or a link by now.
    return false;
  }
}
