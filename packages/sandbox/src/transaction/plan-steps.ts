import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { type EntryChange, isPutAnew } from "../change/entry-change.ts";
import { type TreeEntry, toEntryState } from "../manifest/tree-entry.ts";
import { type RawPath, parentOf } from "../paths/raw-path.ts";
import { foldersConcerned, planFolders } from "./plan-folders.ts";
import type { Step } from "./step.ts";

/** What a tree is to become. */
export interface PlanRequest {
  readonly changes: readonly EntryChange[];
  /** Sockets and devices in the tree: removed where their folder is. */
  readonly leftOut?: readonly RawPath[];
  /** Mode and time of a folder that is in the tree now; `null` when there is none. */
  readonly folderAt: (path: RawPath) => Pick<TreeEntry, "mode" | "mtimeUs"> | null;
  /** The time that an entry which is not put anew has afterwards; `null` leaves it to the file system, as does no function. */
  readonly timeOf?: (path: RawPath) => number | null;
  /** Folders whose extended attributes are to be set, those of made folders included. @default none */
  readonly folderAttributes?: ReadonlyMap<RawPath, AttributeChange>;
}

/** The extended attributes of a folder, before and after; empty for none. */
export interface AttributeChange {
  readonly before: AttributeDump;
  readonly after: AttributeDump;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What must be staged, by slot, in the order of paths: a hard link comes after the name it is linked to. */
  readonly staged: ReadonlyMap<number, TreeEntry>;
}

/** The steps that lead there, in an order in which each is possible. */
export function planSteps(request: PlanRequest): Plan {
  const { changes } = request;
  const gone = changes.filter(({ before, after }) => before !== null && before.type !== after?.type);
  const goneFolders = new Set(
    gone.filter(({ before }) => before?.type === "directory").map(({ path }) => path),
  );
  const slots = { next: 0 };
  const removals = planRemovals(request, gone, goneFolders, slots);
  const { staged, makings, puts, modes } = planEntries(request, slots);
  const { opening, closing } = planFolders(request, foldersConcerned(request), goneFolders);
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

function planRemovals(
  { leftOut = [] }: PlanRequest,
  gone: readonly EntryChange[],
  goneFolders: ReadonlySet<RawPath>,
  slots: { next: number },
): readonly Step[] {
  return [
    ...gone.flatMap(({ path, before }): Step[] =>
      before === null ? [] : [{ kind: "remove", path, before: toEntryState(before), slot: slots.next++ }],
    ),
    ...leftOut
      .filter((path) => hasAncestorIn(path, goneFolders))
      .map((path): Step => ({ kind: "remove", path, before: "other", slot: slots.next++ })),
  ];
}

interface EntryPlan {
  readonly staged: Map<number, TreeEntry>;
  readonly makings: Step[];
  readonly puts: Step[];
  readonly modes: Step[];
}

function planEntries({ changes, timeOf }: PlanRequest, slots: { next: number }): EntryPlan {
  const plan: EntryPlan = { staged: new Map(), makings: [], puts: [], modes: [] };
  for (const change of changes) {
    const { path, after } = change;
    const before = change.before?.type === after?.type ? change.before : null;
    if (after === null) continue;
    if (after.type === "directory") {
      if (before === null) plan.makings.push({ kind: "make-folder", path, mode: after.mode | 0o700 });
    } else if (before === null || isPutAnew(change)) {
      plan.staged.set(slots.next, after);
      const stateBefore = before === null ? null : toEntryState(before);
      const slot = slots.next++;
      plan.puts.push({ kind: "put", path, before: stateBefore, after: toEntryState(after), slot });
    } else plan.modes.push(...planModeAndTime(before, after, timeOf?.(path) ?? null));
  }
  return plan;
}

function planModeAndTime(before: TreeEntry, after: TreeEntry, mtimeUs: number | null): readonly Step[] {
  const { path } = after;
  const steps: Step[] = [];
  if (before.mode !== after.mode)
    steps.push({ kind: "set-mode", path, isFolder: false, before: before.mode, after: after.mode });
  if (mtimeUs !== null) steps.push({ kind: "set-time", path, before: before.mtimeUs, after: mtimeUs });
  return steps;
}

function hasAncestorIn(path: RawPath, folders: ReadonlySet<RawPath>): boolean {
  for (let at = parentOf(path); at !== ""; at = parentOf(at)) if (folders.has(at)) return true;
  return false;
}

function byPath(a: Step, b: Step): number {
  return a.path < b.path ? -1 : 1;
}
