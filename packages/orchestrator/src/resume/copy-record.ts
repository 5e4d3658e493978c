import type { RunStore, StoredEvent } from "@kimi/contracts";
import { commandsPrefix } from "../commands/command-record.ts";
import { copyAttempt } from "../record/copy-attempt.ts";
import { checkpointArtifactName, verdictCheckpointName } from "./checkpoint.ts";
import type { ForkStart } from "./choose-fork-start.ts";
import type { ForkPoint } from "./fork-point.ts";

/** Two runs in one store. */
export interface CopyPlace {
  readonly store: RunStore;
  readonly from: string;
  readonly to: string;
}

/**
 * Copies what a run had recorded when it came to a point: attempts that had ended, answers, artifacts, and of the
 * attempt that is gone on with the commands so far. Gives how many model calls that were.
 */
export async function copyRecord(
  place: CopyPlace,
  events: readonly StoredEvent[],
  { point, checkpoint }: ForkStart,
): Promise<number> {
  const before = countBefore(checkpoint?.attempts ?? {});
  await copyAttempts(place, before);
  const calls = await copyCalls(place, before, point);
  await copyArtifacts(place, events, { point, checkpoint });
  if (checkpoint !== null) {
    const content = `${JSON.stringify(checkpoint, null, 2)}\n`;
    await place.store.putArtifact(place.to, {
      name: checkpointArtifactName,
      mediaType: "application/json",
      content,
      producer: null,
    });
  }
  return calls;
}

type IsBefore = (position: { readonly stage: string; readonly attempt: number }) => boolean;

/** Whether an attempt had ended by then. */
function countBefore(attempts: Readonly<Record<string, number>>): IsBefore {
  const ended = new Map(Object.entries(attempts));
  return ({ stage, attempt }) => attempt <= (ended.get(stage) ?? 0);
}

async function copyAttempts({ store, from, to }: CopyPlace, isBefore: IsBefore): Promise<void> {
  for (const attempt of await store.readAttempts(from)) {
    if (isBefore(attempt)) await copyAttempt(store, to, attempt);
  }
}

async function copyCalls(
  { store, from, to }: CopyPlace,
  isBefore: IsBefore,
  point: ForkPoint,
): Promise<number> {
  let copied = 0;
  for (const { request, answer, failure } of await store.readModelCalls(from)) {
    const { position } = request;
    if (answer === null && failure === null) continue;
    if (!isBefore(position) && !isGivenAgain(position, point)) continue;
    await store.beginModelCall(to, request);
    if (answer !== null) await store.answerModelCall(to, position, answer);
    else if (failure !== null) await store.failModelCall(to, position, failure);
    copied += 1;
  }
  return copied;
}

/** The turns of the attempt in question that come before the one that is asked anew. */
function isGivenAgain(
  { stage, attempt, turn }: { readonly stage: string; readonly attempt: number; readonly turn: number },
  point: ForkPoint,
): boolean {
  return point.kind === "attempt" && stage === point.stage && attempt === point.attempt && turn < point.turn;
}

/** What an artifact held then: one that was replaced since is made again by the stages that follow. */
async function copyArtifacts(
  { store, from, to }: CopyPlace,
  events: readonly StoredEvent[],
  { point, checkpoint }: ForkStart,
): Promise<void> {
  const reached = findReached(events, point);
  const verdicts = checkpoint?.verdicts ?? 0;
  const hashes = new Map<string, string>();
  const written = events.flatMap(({ sequence, event }) =>
    event.type === "artifact-written" ? [{ sequence, ...event }] : [],
  );
  const own = new Set(written.map(({ name }) => name));
  for (const { sequence, name, hash } of written) if (sequence <= reached.artifacts) hashes.set(name, hash);
  const ofAttempt =
    point.kind === "attempt" ? `${commandsPrefix}${point.stage}/${point.attempt}/` : commandsPrefix;
  for (const { sequence, name, hash } of written)
    if (name.startsWith(ofAttempt) && sequence < reached.commands) hashes.set(name, hash);
  for (const { name, hash, mediaType, producer } of await store.listArtifacts(from)) {
    const wanted = hashes.get(name) ?? (own.has(name) ? null : hash);
    if (wanted !== hash || numberOf(name) > verdicts) continue;
    const content = await store.readArtifact(from, name);
    if (content !== null) await store.putArtifact(to, { name, mediaType, producer, content });
  }
}

/** Which verdict an artifact is of; 0 for one that is of none. */
function numberOf(name: string): number {
  const [, number = "0"] = /^(?:internal\/)?(?:attempts|test-results)\/(\d+)\.\w+$/.exec(name) ?? [];
  return Number(number);
}

/** Up to which events artifacts, and the commands of the attempt in question, are those of the time. */
function findReached(
  events: readonly StoredEvent[],
  point: ForkPoint,
): { readonly artifacts: number; readonly commands: number } {
  const first = (is: (event: StoredEvent["event"]) => boolean): number =>
    events.find(({ event }) => is(event))?.sequence ?? 0;
  if (point.kind === "verdict") {
    const name = verdictCheckpointName(point.verdict);
    return {
      artifacts: first((event) => event.type === "artifact-written" && event.name === name),
      commands: 0,
    };
  }
  const { stage, attempt, turn } = point;
  const isHere = (of: { readonly stage: string; readonly attempt: number }): boolean =>
    of.stage === stage && of.attempt === attempt;
  const started = first((event) => event.type === "attempt-started" && isHere(event));
  const asked = first(
    (event) => event.type === "model-requested" && isHere(event.position) && event.position.turn === turn,
  );
  return { artifacts: started, commands: turn === 1 ? 0 : asked };
}
