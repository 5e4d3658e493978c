import { randomUUID } from "node:crypto";
import type { FaultHook } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { ContentSource } from "../store/content-source.ts";
import type { Journal, JournalContent } from "./journal.ts";
import type { Journals } from "./journals.ts";
import type { Plan } from "./plan-steps.ts";
import { settleChange } from "./settle-change.ts";
import type { StagingArea } from "./staging-area.ts";
import type { Step } from "./step.ts";
import { openTargetArea, removeTargetArea } from "./target-area.ts";

export interface TargetChange {
  readonly operation: JournalContent["operation"];
  readonly runId: string;
  readonly targetPath: string;
  readonly plan: Plan;
  readonly source: ContentSource;
  readonly journals: Journals;
  readonly fault: FaultHook;
  /**
   * Called when an entry cannot be staged because its content is lost. Returning leaves its path as it is and goes on
   * with the rest; throwing gives up with nothing changed.
   */
  readonly onLost: (entry: TreeEntry, error: unknown) => void;
}

/**
 * Changes a target: all of it or nothing, whatever happens. Everything new is made ready beside the tree first; then
 * come renames alone; what stood there before is kept until all is done. A journal says how far it came. Should the
 * folder be moved meanwhile, the change goes with it.
 * @throws ChangedMeanwhileError when somebody else changed one of the paths, `disk` or `workspace` when the disk would
 * not, `path-refused` when the target or our folder in it is a link.
 */
export async function changeTarget(change: TargetChange): Promise<void> {
  const { journals, operation, runId, targetPath, fault } = change;
  const id = randomUUID();
  const unready = `what was to be written to ${targetPath} could not be made ready, and it is as it was`;
  using root = orDiskError(unready, () => FolderHandle.openReal(targetPath));
  const journal = orDiskError(unready, () => journals.begin({ id, operation, runId, targetPath }));
  fault("journal begun");
  let area: StagingArea | null = null;
  let stopped: { readonly failure: unknown } | null;
  try {
    try {
      area = openTargetArea(root, targetPath, id);
      journal.commit(stageAll(area, change));
      fault("journal committed");
    } catch (error) {
      dropQuietly(root, journal, id);
      throw toDiskError(error, unready);
    }
    const guarded = operation === "apply";
    stopped = await settleChange({ root, area, journal, guarded, isTakenUp: false, fault });
  } finally {
    area?.[Symbol.dispose]();
  }
  if (stopped !== null)
    throw toDiskError(stopped.failure, `${targetPath} could not be changed, and is as it was`);
}

function stageAll(area: StagingArea, { source, onLost, plan, fault }: TargetChange): readonly Step[] {
  const lost = new Set<string>();
  for (const [slot, entry] of plan.staged) {
    fault(`stage ${entry.path}`);
    try {
      area.stage(slot, entry, { source, durable: true });
    } catch (error) {
      // A system error is the disk's; anything else says that the content itself is lost.
      if (errnoOf(error) !== null) throw error;
      onLost(entry, error);
      lost.add(entry.path);
    }
  }
  area.complete({ durable: true });
  area.sync();
  fault("staged");
  return lost.size === 0 ? plan.steps : plan.steps.filter(({ path }) => !lost.has(path));
}

/** Nothing in the tree was changed yet. What cannot be deleted now is deleted by a later process. */
function dropQuietly(root: FolderHandle, journal: Journal, id: string): void {
  try {
    removeTargetArea(root, id);
    journal.remove();
  } catch {
    journal.giveUp();
  }
}

function orDiskError<T>(whatFailed: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw toDiskError(error, whatFailed);
  }
}
