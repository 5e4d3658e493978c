import type { AskingRequirement, Trace, TracedRequirement } from "@kimi/contracts";
import type { AppliedRun } from "./applied-run.ts";
import type { OpenHistory } from "./open-history.ts";

/**
 * The requirements that a run wrote something for: with the words that asked for it then, and the tests and
 * documentation of the latest applied run that speaks of them.
 */
export async function listAskers(
  history: OpenHistory,
  run: AppliedRun,
  ids: readonly string[],
): Promise<readonly AskingRequirement[]> {
  const written = await history.readTrace(run.runId);
  const askers: AskingRequirement[] = [];
  for (const id of ids) {
    const then = written === null ? undefined : findStated(written, id);
    if (then === undefined) continue;
    const latest = (await findLatest(history, id)) ?? { runId: run.runId, stated: then, removed: false };
    const { title, statement, priority, assumption, quotations } = then;
    askers.push({
      requirement: { id, title, statement, priority, assumption, quotations },
      standing: latest.removed ? "removed" : asksTheSame(then, latest.stated) ? "unchanged" : "changed",
      provenIn: latest.runId,
      criteria: latest.stated.criteria.map(({ criterion, text, status, evidence }) => ({
        id: criterion,
        text,
        status,
        tests: evidence.map(({ test }) => test),
      })),
      documentation: latest.stated.documentation,
    });
  }
  return askers;
}

/** The latest applied run that states a requirement, and whether one that was applied after it has it removed. */
async function findLatest(
  history: OpenHistory,
  id: string,
): Promise<{ readonly runId: string; readonly stated: TracedRequirement; readonly removed: boolean } | null> {
  let removed = false;
  for (const { runId } of history.runs) {
    const trace = await history.readTrace(runId);
    if (trace === null) continue;
    const stated = findStated(trace, id);
    if (stated !== undefined) return { runId, stated, removed };
    if (trace.changes?.removed.some(({ requirement }) => requirement.id === id)) removed = true;
  }
  return null;
}

function findStated({ requirements }: Trace, id: string): TracedRequirement | undefined {
  return requirements.find((requirement) => requirement.id === id);
}

function asksTheSame(then: TracedRequirement, now: TracedRequirement): boolean {
  return wordsAsking(then) === wordsAsking(now);
}

/** The words of the documents and the criteria: titles and statements are a model's wording. */
function wordsAsking({ quotations, priority, criteria }: TracedRequirement): string {
  return JSON.stringify([quotations.map(({ text }) => text), priority, criteria.map(({ text }) => text)]);
}
