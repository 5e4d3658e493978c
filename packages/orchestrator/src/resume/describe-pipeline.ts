import { createHash } from "node:crypto";
import { KimiError, type Persona } from "@kimi/contracts";
import { z } from "zod";

/** The artifact that keeps which personas a run began with. */
export const pipelineArtifactName = "internal/pipeline.json";

const pipelineSchema = z.array(z.strictObject({ stage: z.string(), hash: z.string().length(64) }));

/** The stages in order, each with a hash of its whole configuration. */
export type PipelineDescription = z.infer<typeof pipelineSchema>;

export function describePipeline(personas: readonly Pick<Persona, "role" | "config">[]): PipelineDescription {
  return personas.map(({ role, config }) => ({
    stage: config.name,
    hash: createHash("sha256")
      .update(JSON.stringify([role, config]))
      .digest("hex"),
  }));
}

/**
 * A checkpoint says where a run stands by the place of a stage, so the stages must be those it began with.
 * @throws KimiError `usage` when they are not.
 */
export function assertSameStages(content: Uint8Array | null, now: PipelineDescription): void {
  if (content === null) return;
  const before = pipelineSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  if (listStages(before) === listStages(now)) return;
  throw new KimiError(
    "usage",
    `The run's stages were ${listStages(before)}, and those here are ${listStages(now)}. Give it the personas it began with, or start a new run.`,
  );
}

/** What is different now from when a run began, one sentence each. */
export function comparePipelines(content: Uint8Array, now: PipelineDescription): readonly string[] {
  const before = pipelineSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  if (listStages(before) !== listStages(now)) {
    return [`The stages were ${listStages(before)} and are ${listStages(now)} now.`];
  }
  return now
    .filter((one, index) => one.hash !== before[index]?.hash)
    .map((one) => `The persona ${one.stage} has another configuration than when the run began.`);
}

function listStages(pipeline: PipelineDescription): string {
  return pipeline.map((one) => one.stage).join(" → ");
}
