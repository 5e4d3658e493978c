import type { RunStore } from "@kimi/contracts";
import { commandsPrefix } from "../commands/command-record.ts";
import { copyAttempt } from "../record/copy-attempt.ts";
import type { RunRecording } from "./run-recording.ts";

/**
 * Copies into the store of a replay what a forked run began with: attempts and artifacts that its own log says nothing
 * of, because another run made them.
 */
export async function copyInherited(
  { run, events, attempts }: RunRecording,
  from: Pick<RunStore, "listArtifacts" | "readArtifact">,
  to: Pick<RunStore, "beginAttempt" | "endAttempt" | "putArtifact">,
): Promise<void> {
  const own = new Set(
    events.flatMap(({ event }) => {
      if (event.type === "attempt-started") return [`${event.stage}/${event.attempt}`];
      return event.type === "artifact-written" ? [event.name] : [];
    }),
  );
  for (const attempt of attempts) {
    if (!own.has(`${attempt.stage}/${attempt.attempt}`)) await copyAttempt(to, run.id, attempt);
  }
  for (const { name, mediaType, producer } of await from.listArtifacts(run.id)) {
    if (own.has(name) || name.startsWith(commandsPrefix)) continue;
    const content = await from.readArtifact(run.id, name);
    if (content !== null) await to.putArtifact(run.id, { name, mediaType, producer, content });
  }
}
