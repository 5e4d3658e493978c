import { createHash } from "node:crypto";
import type { Persona } from "@kimi/contracts";
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

/** What is different now from when a run began, one sentence each. */
export function comparePipelines(content: Uint8Array, now: PipelineDescription): readonly string[] {
  const before = pipelineSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  const stages = (pipeline: PipelineDescription): string => pipeline.map((one) => one.stage).join(" → ");
  if (stages(before) !== stages(now)) {
    return [`The stages were ${stages(before)} and are ${stages(now)} now.`];
  }
  return now
    .filter((one, index) => one.hash !== before[index]?.hash)
    .map((one) => `The persona ${one.stage} has another configuration than when the run began.`);
}
