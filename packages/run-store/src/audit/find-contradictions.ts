import type {
  ArtifactRecord,
  AttemptRecord,
  AuditProblem,
  CallPosition,
  ModelCall,
  RunEvent,
  StoredEvent,
} from "@kimi/contracts";

/** A run's rows as far as they can be read. */
export interface AuditedRows {
  readonly events: readonly StoredEvent[];
  readonly attempts: readonly AttemptRecord[];
  readonly modelCalls: readonly ModelCall[];
  readonly artifacts: readonly ArtifactRecord[];
  /** False while the run may be between a row and the event about it. */
  readonly ended: boolean;
}

/** Where the rows do not bear out what the log says: rows that are gone, or were put in the place of others. */
export function findContradictions(rows: AuditedRows): readonly AuditProblem[] {
  const events = rows.events.map(({ event }) => event);
  return [
    ...findLostAttempts(events, rows.attempts),
    ...findLostAnswers(events, rows.modelCalls),
    ...(rows.ended ? findLostArtifacts(events, rows.artifacts) : []),
  ];
}

function findLostAttempts(
  events: readonly RunEvent[],
  attempts: readonly AttemptRecord[],
): readonly AuditProblem[] {
  const stored = new Set(attempts.map(({ stage, attempt }) => `attempt ${attempt} at ${stage}`));
  const begun = events.flatMap((event) =>
    event.type === "attempt-started" ? [`attempt ${event.attempt} at ${event.stage}`] : [],
  );
  return [...new Set(begun)]
    .filter((place) => !stored.has(place))
    .map((place) => ({ table: "attempts", place, problem: "the log says that it began, and it is missing" }));
}

function findLostAnswers(events: readonly RunEvent[], calls: readonly ModelCall[]): readonly AuditProblem[] {
  const requested = new Map<string, string>();
  const answered = new Map<string, string>();
  for (const event of events) {
    if (event.type === "model-requested") requested.set(describeCall(event.position), event.hash);
    if (event.type !== "model-answered") continue;
    const place = describeCall(event.position);
    answered.set(place, requested.get(place) ?? "");
  }
  const stored = new Map(calls.map((call) => [describeCall(call.request.position), call]));
  return [...answered].flatMap(([place, hash]): AuditProblem[] => {
    const call = stored.get(place);
    if (call === undefined)
      return [
        { table: "model_calls", place, problem: "the log says that it was answered, and it is missing" },
      ];
    if (call.answer === null)
      return [
        {
          table: "model_calls",
          place,
          problem: "the log says that it was answered, and the answer is missing",
        },
      ];
    if (hash === "" || call.request.hash === hash) return [];
    return [{ table: "model_calls", place, problem: "the log names another request" }];
  });
}

function findLostArtifacts(
  events: readonly RunEvent[],
  artifacts: readonly ArtifactRecord[],
): readonly AuditProblem[] {
  const written = new Map(
    events.flatMap((event) => (event.type === "artifact-written" ? [[event.name, event.hash] as const] : [])),
  );
  const stored = new Map(artifacts.map(({ name, hash }) => [name, hash]));
  return [...written].flatMap(([name, hash]): AuditProblem[] => {
    const place = `artifact ${name}`;
    if (!stored.has(name))
      return [{ table: "artifacts", place, problem: "the log says that it was written, and it is missing" }];
    if (stored.get(name) === hash) return [];
    return [{ table: "artifacts", place, problem: "the log says that it has another content" }];
  });
}

/** A call's place in words. */
export function describeCall({ stage, attempt, turn, call }: CallPosition): string {
  return `call ${call} of turn ${turn}, attempt ${attempt} at ${stage}`;
}
