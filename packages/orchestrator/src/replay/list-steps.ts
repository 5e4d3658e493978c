import type { ModelCall, RunEvent, StoredEvent } from "@kimi/contracts";

/** Characters after which the log cuts what a tool said. */
const cutAt = 2_000;

/** Something that happened in a run and must happen again in its replay. */
export interface RunStep {
  /** `coding, attempt 2, turn 5: request`; the same for the same step of both. */
  readonly place: string;
  /** What is compared and shown: no times, and nothing that only says how it was recorded. */
  readonly content: unknown;
}

/**
 * The steps of a run in order. Of an attempt that was broken off and taken up again, only what happened when it was
 * taken up: that is the whole attempt once more.
 */
export function listSteps(
  events: readonly StoredEvent[],
  calls: readonly ModelCall[],
): ReadonlyMap<string, RunStep> {
  const lastStart = new Map<string, number>();
  for (const { sequence, event } of events)
    if (event.type === "attempt-started") lastStart.set(attemptKey(event), sequence);
  const bodies = new Map(calls.map(({ request }) => [describePosition(request.position), request.body]));
  const seen = new Map<string, number>();
  const steps = new Map<string, RunStep>();
  const add = (place: string, content: unknown): void => void steps.set(place, { place, content });
  for (const { sequence, event } of events) {
    if (event.type === "model-requested") {
      const place = describePosition(event.position);
      // What was answered before the run was taken up again was asked for then, so requests count from the beginning.
      add(`${place}: request`, bodies.get(place) ?? null);
      continue;
    }
    if ("stage" in event && "attempt" in event && sequence < (lastStart.get(attemptKey(event)) ?? 0))
      continue;
    const place = placeOf(event);
    if (place === null) continue;
    const count = (seen.get(place) ?? 0) + 1;
    seen.set(place, count);
    add(count === 1 ? place : `${place} (${count})`, contentOf(event));
  }
  // Those that a fork inherited are in no event of its own.
  for (const { request } of calls) {
    const place = `${describePosition(request.position)}: request`;
    if (!steps.has(place) && lastStart.has(attemptKey(request.position))) add(place, request.body);
  }
  return steps;
}

function placeOf(event: RunEvent): string | null {
  switch (event.type) {
    case "tool-finished":
      return `${attemptKey(event)}: result of ${event.tool} (${event.toolCallId})`;
    case "file-written":
      return `${attemptKey(event)}: ${event.path} written by ${event.toolCallId}`;
    case "output-repaired":
      return `${attemptKey(event)}: repair ${event.repair}`;
    case "attempt-finished":
      return `${attemptKey(event)}: end`;
    case "verdict-computed":
      return `verdict ${event.attempt}`;
    case "fix-forward":
      return `fix forward after verdict ${event.attempt}`;
    default:
      return null;
  }
}

function contentOf(event: RunEvent): unknown {
  const { type: _type, ...content } = event;
  if (event.type === "tool-finished") return { ...content, output: withoutCut(event.output) };
  if (event.type !== "file-written") return content;
  // Records of earlier versions do not name it; the tree that comes of it is compared as well.
  const { hash: _hash, ...written } = event;
  return written;
}

/** Where a long output was cut depends on how long times are in it; whole it is in the request that follows. */
function withoutCut(output: string): string {
  return output.length < cutAt ? output : output.slice(0, output.lastIndexOf("\n", cutAt - 100));
}

function attemptKey({ stage, attempt }: { readonly stage: string; readonly attempt: number }): string {
  return `${stage}, attempt ${attempt}`;
}

function describePosition({ stage, attempt, turn, call }: ModelCall["request"]["position"]): string {
  return `${stage}, attempt ${attempt}, turn ${turn}${call === 1 ? "" : `, call ${call}`}`;
}
