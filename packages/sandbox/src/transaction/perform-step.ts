import type { BigIntStats } from "node:fs";
import type { EntryState } from "@kimi/contracts";
import { setFolderAttributes } from "../attributes/set-folder-attributes.ts";
import { errnoOf } from "../disk/errno-of.ts";
import type { FaultHook } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { readState } from "../manifest/read-state.ts";
import { sameState } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { ChangedMeanwhileError } from "./changed-meanwhile-error.ts";
import type { StagingArea } from "./staging-area.ts";
import type { Step } from "./step.ts";

/** Where steps are carried out. */
export interface StepSite {
  readonly root: string;
  readonly area: StagingArea;
  /** Whether a path that is not what the step expects stops it. Off, whatever is there is kept in the area and replaced. */
  readonly guarded: boolean;
  readonly fault: FaultHook;
}

/** Carries out one step; does nothing where it is done already. @throws ChangedMeanwhileError, and errors of `node:fs`. */
export function performStep(site: StepSite, step: Step): void {
  using parent = openParent(site.root, step);
  if (parent === null) return;
  const name = nameOf(step.path);
  switch (step.kind) {
    case "remove":
      remove(site, step, parent, name);
      return;
    case "make-folder":
      makeFolder(step, parent, name);
      return;
    case "put":
      put(site, step, parent, name);
      return;
    case "set-mode":
      if (isOfKind(parent.stat(name), step)) parent.setMode(name, step.after);
      return;
    case "keep-time":
      return;
    case "set-attributes":
      setFolderAttributes(parent, name, step.after);
      return;
    case "set-time":
      if (parent.stat(name) !== null) parent.setTime(name, step.after);
  }
}

/** Whether an entry is of the kind whose mode a step sets. */
export function isOfKind(
  stats: BigIntStats | null,
  { isFolder }: Extract<Step, { kind: "set-mode" }>,
): boolean {
  return stats !== null && !stats.isSymbolicLink() && stats.isDirectory() === isFolder;
}

/** `null` where the folder is gone and nothing is left to be done in it. */
function openParent(root: string, { kind, path }: Step): FolderHandle | null {
  try {
    return FolderHandle.openBelow(root, parentOf(path));
  } catch (error) {
    if (errnoOf(error) !== "ENOENT" && !(error instanceof LinkInTheWayError)) throw error;
    if (kind === "put" || kind === "make-folder") throw new ChangedMeanwhileError(path);
    return null;
  }
}

type Removal = Extract<Step, { kind: "remove" }>;
type Putting = Extract<Step, { kind: "put" }>;

function remove(site: StepSite, step: Removal, parent: FolderHandle, name: RawPath): void {
  const { old } = site.area;
  const stats = parent.stat(name);
  if (step.before !== "other" && step.before.type === "directory") {
    // Something else in its place means that a later step was done already.
    if (stats?.isDirectory() !== true) return;
    try {
      parent.removeFolder(name);
    } catch (error) {
      throw errnoOf(error) === "ENOTEMPTY" ? new ChangedMeanwhileError(step.path) : error;
    }
    return;
  }
  if (stats === null || old.stat(String(step.slot)) !== null) return;
  if (site.guarded) expectState(step.path, step.before, readState(parent, name));
  parent.rename(name, old, String(step.slot));
}

function makeFolder(step: Extract<Step, { kind: "make-folder" }>, parent: FolderHandle, name: RawPath): void {
  const present = parent.stat(name);
  if (present === null) parent.makeFolder(name, step.mode);
  else if (!present.isDirectory()) throw new ChangedMeanwhileError(step.path);
}

function put(site: StepSite, step: Putting, parent: FolderHandle, name: RawPath): void {
  const { fresh, old } = site.area;
  const slot = String(step.slot);
  if (fresh.stat(slot) === null) return;
  const present = parent.stat(name);
  const isKept = old.stat(slot) !== null;
  if (site.guarded && !(isKept && present === null))
    expectState(step.path, step.before, readState(parent, name));
  if (present !== null && !isKept) keep(parent, name, old, slot);
  site.fault(`kept ${step.path}`);
  fresh.rename(slot, parent, name);
}

/** By a second name where that is possible, since then the path is there at every instant. */
function keep(parent: FolderHandle, name: RawPath, old: FolderHandle, slot: string): void {
  if (!parent.link(name, old, slot)) parent.rename(name, old, slot);
}

function expectState(
  path: RawPath,
  expected: EntryState | "other" | null,
  found: EntryState | "other" | null,
): void {
  const isExpected =
    typeof expected === "string" || typeof found === "string" || expected === null || found === null
      ? expected === found
      : sameState(expected, found);
  if (!isExpected) throw new ChangedMeanwhileError(path);
}
