import type { RunEvent } from "@kimi/contracts";

/** What a verdict came to, as far as it tells whether another attempt can help. */
export interface VerdictOutline {
  readonly attempt: number;
  readonly treeHash: string;
  /** Ids of the criteria that are not proven, in order. */
  readonly open: readonly string[];
}

/**
 * The verdicts of a run so far, from its log. One that a process computed and died over is computed again when the run
 * is taken up: that is the same verdict, not an attempt that came to nothing.
 */
export function listVerdicts(events: readonly RunEvent[]): readonly VerdictOutline[] {
  const verdicts: VerdictOutline[] = [];
  for (const event of events) {
    if (event.type !== "verdict-computed") continue;
    const { attempt, treeHash, sourceHash, reasons } = event;
    while ((verdicts.at(-1)?.attempt ?? 0) >= attempt) verdicts.pop();
    verdicts.push({
      attempt,
      treeHash: sourceHash ?? treeHash,
      open: reasons.map((reason) => reason.slice(0, reason.indexOf(":"))),
    });
  }
  return verdicts;
}

/**
 * Why another attempt would change nothing, one sentence for a person; `null` when it may. Either the same tree has the
 * same criteria open as before, or criteria are proven in turn and never together.
 */
export function findImpasse(verdicts: readonly VerdictOutline[]): string | null {
  const last = verdicts.at(-1);
  const previous = verdicts.at(-2);
  if (last === undefined || previous === undefined) return null;
  const earlier = verdicts.slice(0, -1).findLast((each) => isAlike(each, last));
  if (earlier !== undefined && earlier.treeHash === last.treeHash) {
    return earlier === previous
      ? `The last attempt changed neither the tree nor the failures: neither the code nor its tests were taken to be wrong, so ${nameAll(last.open)} may ask for something that cannot be met.`
      : `Attempt ${last.attempt} led back to what attempt ${earlier.attempt} had come to.`;
  }
  const fallen = last.open.filter((id) => !previous.open.includes(id));
  const risen = previous.open.filter((id) => !last.open.includes(id));
  if (earlier === undefined || earlier === previous || fallen.length === 0 || risen.length === 0) return null;
  return `${nameAll([...fallen, ...risen].toSorted())} are proven in turn and never together: they may contradict each other.`;
}

function isAlike(a: VerdictOutline, b: VerdictOutline): boolean {
  return a.open.join() === b.open.join();
}

function nameAll(ids: readonly string[]): string {
  return ids.length === 0 ? "what is left" : ids.join(" and ");
}
