import type { StoredEvent } from "@kimi/contracts";
import { endpointOf, type RecordedEndpoint } from "../resume/find-endpoint.ts";

/** Where a run went on at another endpoint or in another API than before, one sentence each. */
export function explainMoves(events: readonly StoredEvent[]): readonly string[] {
  const moves: string[] = [];
  let before: RecordedEndpoint | null = null;
  for (const { event } of events) {
    const now = endpointOf(event);
    if (now === null) continue;
    if (before !== null && (before.endpoint !== now.endpoint || before.api !== now.api))
      moves.push(
        `From ${placeOf(event)} on the run was at ${show(now)}, after ${show(before)}. A replay makes every request as the first endpoint takes it, so later ones may be different.`,
      );
    before = now;
  }
  return moves;
}

function placeOf(event: StoredEvent["event"]): string {
  if (event.type === "run-forked") return event.point;
  return event.type === "run-resumed" && event.stage !== null ? event.stage : "its last stage";
}

function show({ endpoint, api }: RecordedEndpoint): string {
  return api === null ? endpoint : `${endpoint} in ${api}`;
}
