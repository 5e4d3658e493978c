import type { ModelGateway, RunEvent, StoredEvent } from "@kimi/contracts";

/** Where the model of a run was asked. */
export interface RecordedEndpoint {
  readonly endpoint: string;
  /** `null` where a log of an older version does not say. */
  readonly api: ModelGateway["api"] | null;
}

/** Where a run was at last, as its log has it; `null` for a log without its beginning. */
export function findEndpoint(events: readonly StoredEvent[]): RecordedEndpoint | null {
  for (const { event } of events.toReversed()) {
    const found = endpointOf(event);
    if (found !== null) return found;
  }
  return null;
}

/** Where the run is from an event on; `null` for one that does not say. */
export function endpointOf(event: RunEvent): RecordedEndpoint | null {
  if (event.type !== "run-started" && event.type !== "run-resumed" && event.type !== "run-forked")
    return null;
  return event.endpoint === undefined ? null : { endpoint: event.endpoint, api: event.api ?? null };
}
