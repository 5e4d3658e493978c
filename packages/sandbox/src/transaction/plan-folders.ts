import { isMaterial } from "../change/compare-manifests.ts";
import { type RawPath, parentOf } from "../paths/raw-path.ts";
import type { PlanRequest } from "./plan-steps.ts";
import type { Step } from "./step.ts";

/** What must be done to folders before anything in them changes, and after everything has. */
export function planFolders(
  request: PlanRequest,
  concerned: ReadonlySet<RawPath>,
  goneFolders: ReadonlySet<RawPath>,
): { readonly opening: readonly Step[]; readonly closing: readonly Step[] } {
  const opening: Step[] = [];
  const closing: Step[] = [];
  const changed = new Map(request.changes.map((change) => [change.path, change]));
  for (const path of [...concerned].toSorted()) {
    const present = request.folderAt(path);
    const wanted = changed.get(path)?.after ?? (goneFolders.has(path) ? null : present);
    const open = (present?.mode ?? wanted?.mode ?? 0) | 0o700;
    if (present !== null) {
      opening.push({ kind: "keep-time", path, before: present.mtimeUs });
      if (present.mode !== open)
        opening.push({ kind: "set-mode", path, isFolder: true, before: present.mode, after: open });
      const kept = goneFolders.has(path) ? request.folderAttributes?.get(path)?.before : undefined;
      // Nothing is changed by that; undone, it follows the folder's return.
      if (kept !== undefined) opening.push({ kind: "set-attributes", path, before: kept, after: kept });
    }
    const isFolder = (changed.get(path)?.after?.type ?? "directory") === "directory";
    if (wanted !== null && isFolder) closing.push(...planClosing(request, path, { open, mode: wanted.mode }));
  }
  // Deepest first, so that a folder is closed only after what is in it.
  return { opening, closing: closing.toReversed() };
}

/** In reverse. */
function planClosing(
  { folderAt, timeOf, folderAttributes }: PlanRequest,
  path: RawPath,
  { open, mode }: { readonly open: number; readonly mode: number },
): readonly Step[] {
  const steps: Step[] = [];
  const time = timeOf?.(path) ?? null;
  const attributes = folderAttributes?.get(path);
  // An access control list brings a mode of its own.
  if (open !== mode || attributes !== undefined)
    steps.push({ kind: "set-mode", path, isFolder: true, before: open, after: mode });
  if (time !== null)
    steps.push({ kind: "set-time", path, before: folderAt(path)?.mtimeUs ?? null, after: time });
  if (attributes !== undefined) {
    steps.push({ kind: "set-attributes", path, ...attributes });
    // Undone after them, should the step that sets the mode never be reached.
    steps.push({ kind: "set-mode", path, isFolder: true, before: open, after: open });
  }
  return steps;
}

/** Folders that are made, removed or changed, or in which something is. */
export function foldersConcerned({ changes, folderAttributes }: PlanRequest): ReadonlySet<RawPath> {
  const folders = new Set<RawPath>(folderAttributes?.keys());
  for (const change of changes) {
    const parent = parentOf(change.path);
    // An entry of which only the time differs leaves its folder's time alone, but must be reachable all the same.
    if (parent !== "") folders.add(parent);
    if (change.after?.type === "directory" || (change.before?.type === "directory" && isMaterial(change))) {
      folders.add(change.path);
    }
  }
  return folders;
}
