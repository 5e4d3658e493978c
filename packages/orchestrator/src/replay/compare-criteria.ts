import type { EvidenceReport } from "@kimi/contracts";
import type { ReplayedCriterion } from "./replay-report.ts";

/** Every criterion that either verdict is about, in the order of the recorded one. */
export function compareCriteria(
  recorded: EvidenceReport | null,
  replayed: EvidenceReport | null,
): readonly ReplayedCriterion[] {
  const [then, now] = [statusesOf(recorded), statusesOf(replayed)];
  return [...new Set([...then.keys(), ...now.keys()])].map((criterion) => ({
    criterion,
    recorded: then.get(criterion) ?? null,
    replayed: now.get(criterion) ?? null,
  }));
}

function statusesOf(report: EvidenceReport | null) {
  return new Map((report?.criteria ?? []).map(({ criterion, status }) => [criterion, status]));
}
