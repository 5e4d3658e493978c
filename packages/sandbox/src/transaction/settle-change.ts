import { KimiError } from "@kimi/contracts/errors";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { parentOf } from "../paths/raw-path.ts";
import { commitSteps, undoSteps } from "./commit-steps.ts";
import type { Journal } from "./journal.ts";
import type { StepSite } from "./perform-step.ts";
import type { StagingArea } from "./staging-area.ts";
import type { Step } from "./step.ts";
import { removeTargetArea } from "./target-area.ts";

/** A change whose journal says that everything is ready. */
export interface ReadyChange {
  readonly root: FolderHandle;
  readonly area: StagingArea;
  readonly journal: Journal;
  readonly guarded: boolean;
  /** Whether a process that is no more began it, so that which steps are done is not known. */
  readonly isTakenUp: boolean;
  readonly fault: StepSite["fault"];
}

/**
 * Finishes a change, or undoes it where that cannot be, as the journal's phase has it, and deletes what is ours.
 * Returns why it went back; `null` when it is finished or was to be undone anyway.
 * @throws KimiError `disk` or `workspace` when the tree stays half changed: the journal then waits for a later process.
 */
export async function settleChange(change: ReadyChange): Promise<{ readonly failure: unknown } | null> {
  const { root, area, journal, guarded, isTakenUp, fault } = change;
  const { steps, targetPath } = journal.content;
  const site = { root: root.place, area, guarded, fault };
  try {
    const stopped = journal.phase === "undoing" ? null : await goForward(root, site, steps);
    if (stopped !== null || journal.phase === "undoing") {
      journal.enter("undoing");
      fault("undoing");
      undoSteps(site, stopped === null || isTakenUp ? steps : stopped.toUndo);
      syncTouchedFolders(root, steps);
      journal.enter("undone");
    } else journal.enter("finished");
    fault("settled");
    clearUp(root, journal);
    return stopped;
  } catch (error) {
    throw halfChanged(change, targetPath, error);
  }
}

/** Deletes what is left of a change that is through. What cannot be deleted is left to a later process. */
export function clearUp(root: FolderHandle, journal: Journal): void {
  try {
    removeTargetArea(root, journal.content.id);
    journal.remove();
  } catch {
    journal.giveUp();
  }
}

async function goForward(
  root: FolderHandle,
  site: StepSite,
  steps: readonly Step[],
): Promise<{ readonly failure: unknown; readonly toUndo: readonly Step[] } | null> {
  const stopped = await commitSteps(site, steps);
  if (stopped !== null) return stopped;
  try {
    syncTouchedFolders(root, steps);
    return null;
  } catch (failure) {
    return { failure, toUndo: steps };
  }
}

function halfChanged({ area, journal }: ReadyChange, targetPath: string, error: unknown): KimiError {
  journal.giveUp();
  const cause = toDiskError(error, `${targetPath} is half changed`);
  return new KimiError(
    cause.code,
    `${cause.message}. What stood there before is kept in ${area.path}: once the cause is gone, "kimi-agent recover" finishes or undoes the change`,
    { cause: error },
  );
}

function syncTouchedFolders(root: FolderHandle, steps: readonly Step[]): void {
  for (const path of new Set(steps.map((step) => parentOf(step.path)))) {
    try {
      using folder = root.enterBelow(path);
      folder.sync();
    } catch (error) {
      // Gone, or closed to us: then there is nothing of ours in it.
      if (!["ENOENT", "EACCES"].includes(errnoOf(error) ?? "") && !(error instanceof LinkInTheWayError))
        throw error;
    }
  }
}
