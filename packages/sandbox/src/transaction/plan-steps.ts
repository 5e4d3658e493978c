import { type EntryChange, isMaterial } from "../change/compare-manifests.ts";
import { type Manifest, type TreeEntry, sameState, toEntryState } from "../manifest/tree-entry.ts";
import { type RawPath, parentOf } from "../paths/raw-path.ts";
import type { Step } from "./step.ts";

/** What a tree is to become. */
export interface PlanRequest {
  readonly changes: readonly EntryChange[];
  /** Sockets and devices in the tree: removed where their folder is. */
  readonly leftOut?: readonly RawPath[];
  /** Mode and time of a folder that is in the tree now; `null` when there is none. */
  readonly folderAt: (path: RawPath) => Pick<TreeEntry, "mode" | "mtimeUs"> | null;
  /** Whose times hold afterwards, folders included; without it times are left to the file system. */
  readonly times?: Manifest;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What must be staged, by slot. */
  readonly staged: ReadonlyMap<number, TreeEntry>;
}

/** The steps that lead there, in an order in which each is possible. */
export function planSteps(request: PlanRequest): Plan {
  const { changes, times } = request;
  const gone = changes.filter(({ before, after }) => before !== null && before.type !== after?.type);
  const goneFolders = new Set(
    gone.filter(({ before }) => before?.type === "directory").map(({ path }) => path),
  );
  const staged = new Map<number, TreeEntry>();
  let slots = 0;
  const removals: Step[] = [
    ...gone.flatMap(({ path, before }): Step[] =>
      before === null ? [] : [{ kind: "remove", path, before: toEntryState(before), slot: slots++ }],
    ),
    ...(request.leftOut ?? [])
      .filter((path) => hasAncestorIn(path, goneFolders))
      .map((path): Step => ({ kind: "remove", path, before: "other", slot: slots++ })),
  ];
  const makings: Step[] = [];
  const puts: Step[] = [];
  const modes: Step[] = [];
  for (const change of changes) {
    const { path, after } = change;
    const before = change.before?.type === after?.type ? change.before : null;
    if (after === null) continue;
    if (after.type === "directory") {
      if (before === null) makings.push({ kind: "make-folder", path, mode: after.mode | 0o700 });
    } else if (before === null || before.hash !== after.hash) {
      staged.set(slots, after);
      const stateBefore = before === null ? null : toEntryState(before);
      puts.push({ kind: "put", path, before: stateBefore, after: toEntryState(after), slot: slots++ });
    } else if (!sameState(before, after)) {
      modes.push({ kind: "set-mode", path, isFolder: false, before: before.mode, after: after.mode });
    }
    if (after.type !== "directory" && before?.hash === after.hash && times !== undefined && before !== null) {
      modes.push({ kind: "set-time", path, before: before.mtimeUs, after: after.mtimeUs });
    }
  }
  const { opening, closing } = planFolders(request, goneFolders);
  return {
    steps: [
      ...opening,
      ...removals.toSorted(byPath).toReversed(),
      ...makings.toSorted(byPath),
      ...puts,
      ...modes,
      ...closing,
    ],
    staged,
  };
}

/** What must be done to folders before anything in them changes, and after everything has. */
function planFolders(
  { changes, folderAt, times }: PlanRequest,
  goneFolders: ReadonlySet<RawPath>,
): { readonly opening: readonly Step[]; readonly closing: readonly Step[] } {
  const opening: Step[] = [];
  const closing: Step[] = [];
  const changed = new Map(changes.map((change) => [change.path, change]));
  for (const path of [...foldersConcerned(changes)].toSorted()) {
    const present = folderAt(path);
    const wanted = changed.get(path)?.after ?? (goneFolders.has(path) ? null : present);
    const open = (present?.mode ?? wanted?.mode ?? 0) | 0o700;
    if (present !== null) {
      opening.push({ kind: "keep-time", path, before: present.mtimeUs });
      if (present.mode !== open)
        opening.push({ kind: "set-mode", path, isFolder: true, before: present.mode, after: open });
    }
    const isFolder = (changed.get(path)?.after?.type ?? "directory") === "directory";
    if (wanted === null || !isFolder) continue;
    const modeBefore = present === null ? wanted.mode | 0o700 : open;
    if (modeBefore !== wanted.mode)
      closing.push({ kind: "set-mode", path, isFolder: true, before: modeBefore, after: wanted.mode });
    const time = times?.get(path)?.mtimeUs;
    if (time !== undefined)
      closing.push({ kind: "set-time", path, before: present?.mtimeUs ?? time, after: time });
  }
  // Deepest first, so that a folder is closed only after what is in it.
  return { opening, closing: closing.toReversed() };
}

function foldersConcerned(changes: readonly EntryChange[]): ReadonlySet<RawPath> {
  const folders = new Set<RawPath>();
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

function hasAncestorIn(path: RawPath, folders: ReadonlySet<RawPath>): boolean {
  for (let at = parentOf(path); at !== ""; at = parentOf(at)) if (folders.has(at)) return true;
  return false;
}

function byPath(a: Step, b: Step): number {
  return a.path < b.path ? -1 : 1;
}
