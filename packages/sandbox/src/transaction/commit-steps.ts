import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { type StepSite, performStep } from "./perform-step.ts";
import type { Step } from "./step.ts";
import { undoStep } from "./undo-step.ts";

/** Carries out steps up to the first that fails. Returns why it failed and what must be undone; `null` when all are done. */
export async function commitSteps(
  site: StepSite,
  steps: readonly Step[],
): Promise<{ readonly failure: unknown; readonly toUndo: readonly Step[] } | null> {
  const rest = yieldNowAndThen();
  for (const [at, step] of steps.entries()) {
    try {
      site.fault(`step ${step.kind} ${step.path}`);
      performStep(site, step);
    } catch (failure) {
      // The failed one too: it may be half done.
      return { failure, toUndo: steps.slice(0, at + 1) };
    }
    await rest();
  }
  return null;
}

/** Undoes steps, the last one first. */
export function undoSteps(
  site: Pick<StepSite, "root" | "area"> & Partial<StepSite>,
  steps: readonly Step[],
): void {
  for (const step of steps.toReversed()) {
    site.fault?.(`undo ${step.kind} ${step.path}`);
    undoStep(site, step);
  }
}
