import { setFolderAttributes } from "../attributes/set-folder-attributes.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { readState } from "../manifest/read-state.ts";
import { sameState } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { type StepSite, isOfKind } from "./perform-step.ts";
import type { Step } from "./step.ts";

/** Undoes a step, whether it was done or not. What somebody else has changed since is left as it is. */
export function undoStep(site: Pick<StepSite, "root" | "area">, step: Step): void {
  using parent = openParent(site.root, step.path);
  if (parent === null) return;
  const name = nameOf(step.path);
  const present = parent.stat(name);
  switch (step.kind) {
    case "remove":
      if (present === null) bringBack(site, step, parent, name);
      return;
    case "make-folder":
      if (present?.isDirectory() === true) removeIfEmpty(parent, name);
      return;
    case "put":
      undoPut(site, step, parent, name);
      return;
    case "set-mode":
      if (isOfKind(present, step)) parent.setMode(name, step.before);
      return;
    case "set-attributes":
      setFolderAttributes(parent, name, step.before);
      return;
    case "keep-time":
    case "set-time":
      if (present !== null && step.before !== null) parent.setTime(name, step.before);
  }
}

function openParent(root: string, path: RawPath): FolderHandle | null {
  try {
    return FolderHandle.openBelow(root, parentOf(path));
  } catch (error) {
    // What somebody else has put in the way is no longer ours to undo.
    if (errnoOf(error) === "ENOENT" || error instanceof LinkInTheWayError) return null;
    throw error;
  }
}

function bringBack(
  { area }: Pick<StepSite, "area">,
  step: Extract<Step, { kind: "remove" }>,
  parent: FolderHandle,
  name: RawPath,
): void {
  if (step.before !== "other" && step.before.type === "directory")
    parent.makeFolder(name, step.before.mode | 0o700);
  else if (area.old.stat(String(step.slot)) !== null) area.old.rename(String(step.slot), parent, name);
}

function undoPut(
  { area }: Pick<StepSite, "area">,
  step: Extract<Step, { kind: "put" }>,
  parent: FolderHandle,
  name: RawPath,
): void {
  const slot = String(step.slot);
  const isKept = area.old.stat(slot) !== null;
  if (area.fresh.stat(slot) !== null) {
    if (isKept && parent.stat(name) === null) area.old.rename(slot, parent, name);
    return;
  }
  const state = readState(parent, name);
  if (state === null || state === "other" || !sameState(state, step.after)) return;
  if (isKept) area.old.rename(slot, parent, name);
  else parent.unlink(name);
}

function removeIfEmpty(parent: FolderHandle, name: RawPath): void {
  try {
    parent.removeFolder(name);
  } catch (error) {
    if (errnoOf(error) !== "ENOTEMPTY") throw error;
  }
}
