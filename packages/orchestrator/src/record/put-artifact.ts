import type { NewArtifact, RunStore } from "@kimi/contracts";
import type { RunRecorder } from "./run-recorder.ts";

/** The run whose output is kept. */
export interface ArtifactOwner {
  readonly runId: string;
  readonly recorder: RunRecorder;
  readonly ports: { readonly store: Pick<RunStore, "putArtifact"> };
}

/** Keeps an output of the run by name and says so in the log; made by the orchestrator itself unless a producer is given. */
export async function putArtifact(
  owner: ArtifactOwner,
  artifact: Omit<NewArtifact, "producer"> & Partial<Pick<NewArtifact, "producer">>,
): Promise<void> {
  const { name, hash, bytes } = await owner.ports.store.putArtifact(owner.runId, {
    producer: null,
    ...artifact,
  });
  owner.recorder.emit({ type: "artifact-written", name, hash, bytes });
}

/** Keeps a value as indented JSON with a final newline. */
export async function putJson(
  owner: ArtifactOwner,
  name: string,
  value: unknown,
  producer: NewArtifact["producer"] = null,
): Promise<void> {
  const content = `${JSON.stringify(value, null, 2)}\n`;
  await putArtifact(owner, { name, mediaType: "application/json", content, producer });
}
