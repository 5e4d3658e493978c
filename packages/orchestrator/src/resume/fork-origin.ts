import type { RunStore } from "@kimi/contracts";
import { z } from "zod";
import { checkpointSchema } from "./checkpoint.ts";

/** Where a run that was forked from another began. */
const forkOriginSchema = z.strictObject({
  fromRunId: z.string().min(1),
  /** `coding/2/5`: what is done anew first. */
  point: z.string().min(1),
  /** What it began with; `null` for the beginning of the pipeline. */
  checkpoint: checkpointSchema.nullable(),
  /** Model calls that were copied, and that the other run paid for. */
  calls: z.int().min(0),
});

export type ForkOrigin = Readonly<z.infer<typeof forkOriginSchema>>;

/** The artifact that keeps it. */
export const forkArtifactName = "internal/fork.json";

/** `null` for a run that is no fork. */
export async function readFork(
  store: Pick<RunStore, "readArtifact">,
  runId: string,
): Promise<ForkOrigin | null> {
  const content = await store.readArtifact(runId, forkArtifactName);
  return content === null ? null : forkOriginSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}
