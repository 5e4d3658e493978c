import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RecoveredOperation } from "@kimi/contracts";
import type { FaultHook } from "../disk/fault-hook.ts";
import { currentOwner, isAlive } from "../disk/process-owner.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { syncFolder } from "../disk/write-durably.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { parentOf } from "../paths/raw-path.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { ContentSource } from "../store/content-source.ts";
import { enterOrMake, kimiFolderName, openKimiFolder } from "../target/kimi-folder.ts";
import { commitSteps, undoSteps } from "./commit-steps.ts";
import type { JournalRecord, Journals } from "./journal.ts";
import type { Plan } from "./plan-steps.ts";
import { StagingArea } from "./staging-area.ts";
import type { Step } from "./step.ts";

export interface TargetChange {
  readonly operation: JournalRecord["operation"];
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
 * come renames alone; what stood there before is kept until all is done. A journal says how far it came.
 * @throws ChangedMeanwhileError when somebody else changed one of the paths, `disk` or `workspace` when the disk would not.
 */
export async function changeTarget(change: TargetChange): Promise<void> {
  const { journals, targetPath, fault } = change;
  const id = randomUUID();
  const record = {
    version: 1,
    id,
    operation: change.operation,
    runId: change.runId,
    targetPath,
    owner: currentOwner(),
  } as const;
  journals.write({ ...record, phase: "staging", steps: [] });
  fault("journal begun");
  using area = openArea(targetPath, id);
  const steps = stageOrClear(area, change, id);
  journals.write({ ...record, phase: "committing", steps });
  fault("journal committed");
  const site = { root: targetPath, area, guarded: change.operation === "apply", fault };
  const stopped = await commitSteps(site, steps);
  if (stopped !== null) {
    journals.write({ ...record, phase: "undoing", steps: stopped.toUndo });
    fault("undoing");
    undoSteps(site, stopped.toUndo);
  }
  syncTouchedFolders(targetPath, steps);
  fault("settled");
  clear(journals, area, id);
  if (stopped !== null)
    throw toDiskError(stopped.failure, `${targetPath} could not be changed, and is as it was`);
}

/** Finishes or undoes what a dead process left; `null` while its process lives or the target is not there. */
export async function recoverTarget(
  journals: Journals,
  record: JournalRecord,
  fault: FaultHook,
): Promise<RecoveredOperation | null> {
  const { id, runId, targetPath, operation, phase, steps } = record;
  if (isAlive(record.owner) || !existsSync(targetPath)) return null;
  using area = openArea(targetPath, id);
  const site = { root: targetPath, area, guarded: true, fault };
  const stopped = phase === "committing" ? await commitSteps(site, steps) : null;
  if (stopped !== null) journals.write({ ...record, phase: "undoing" });
  // All of them: which ones the dead process did is not known.
  if (stopped !== null || phase === "undoing") undoSteps(site, steps);
  syncTouchedFolders(targetPath, steps);
  fault("settled");
  clear(journals, area, id);
  return {
    runId,
    targetPath,
    operation,
    outcome: phase === "committing" && stopped === null ? "finished" : "undone",
  };
}

function openArea(targetPath: string, id: string): StagingArea {
  using kimi = openKimiFolder(targetPath);
  using staging = enterOrMake(kimi, "staging", 0o700);
  return StagingArea.open(staging, join(targetPath, kimiFolderName, "staging"), id);
}

function stageOrClear(area: StagingArea, change: TargetChange, id: string): readonly Step[] {
  try {
    const steps = stageAll(area, change);
    change.fault("staged");
    return steps;
  } catch (error) {
    clear(change.journals, area, id);
    throw toDiskError(error, `what was to be written to ${change.targetPath} could not be made ready`);
  }
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
  syncFolder(join(area.path, "new"));
  return lost.size === 0 ? plan.steps : plan.steps.filter(({ path }) => !lost.has(path));
}

function clear(journals: Journals, area: StagingArea, id: string): void {
  area.remove();
  journals.remove(id);
}

function syncTouchedFolders(targetPath: string, steps: readonly Step[]): void {
  for (const path of new Set(steps.map((step) => parentOf(step.path)))) {
    try {
      using folder = FolderHandle.openBelow(targetPath, path);
      folder.sync();
    } catch {
      // Gone, or closed to us: then there is nothing of ours in it.
    }
  }
}
