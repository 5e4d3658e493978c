import { existsSync } from "node:fs";
import type { RecoveredOperation } from "@kimi/contracts";
import type { FaultHook } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { judgeSteps } from "./judge-steps.ts";
import type { Journal } from "./journal.ts";
import { clearUp, settleChange } from "./settle-change.ts";
import { findTargetArea } from "./target-area.ts";

/**
 * Finishes or undoes what a dead process left, and says which; `null` while the target is not there, for example on a
 * disk that is not mounted. Errors are told as an outcome, since other targets can be recovered all the same.
 */
export async function recoverTarget(journal: Journal, fault: FaultHook): Promise<RecoveredOperation | null> {
  const { runId, targetPath, operation } = journal.content;
  if (!existsSync(targetPath)) {
    journal.giveUp();
    return null;
  }
  try {
    return { runId, targetPath, operation, outcome: await settle(journal, fault), reason: null };
  } catch (error) {
    journal.giveUp();
    const reason = error instanceof Error ? error.message : String(error);
    return { runId, targetPath, operation, outcome: "stuck", reason };
  }
}

async function settle(journal: Journal, fault: FaultHook): Promise<"finished" | "undone"> {
  const { id, targetPath, steps } = journal.content;
  using root = FolderHandle.openReal(targetPath);
  const isOpen = journal.phase === "committing" || journal.phase === "undoing";
  using area = isOpen ? findTargetArea(root, targetPath, id) : null;
  if (area !== null) await settleChange({ root, area, journal, guarded: true, isTakenUp: true, fault });
  else {
    if (isOpen) journal.enter(judgeSteps(root, steps));
    clearUp(root, journal);
  }
  return journal.phase === "finished" ? "finished" : "undone";
}
