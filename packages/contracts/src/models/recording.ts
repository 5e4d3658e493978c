import { z } from "zod";
import { modelCapabilitiesSchema } from "./model-capabilities.ts";
import { callPositionSchema, modelCallAnswerSchema, modelCallFailureSchema } from "./model-call.ts";

/** First line of a recording (JSON Lines). */
export const recordingHeaderSchema = z.strictObject({
  format: z.literal("kimi-recording"),
  version: z.literal(1),
  /** `handwritten` answers came from a person, no model was asked. */
  origin: z.enum(["recorded", "handwritten"]),
  /** Seed and start of the recorded run, so that a replay has the same ids and times; `null` when not recorded. */
  seed: z.int().min(0).nullable(),
  startedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  /** What the recorded endpoint offered, so that a replay offers the same tools; absent: everything. */
  capabilities: modelCapabilitiesSchema.optional(),
});

/** Every further line: one call, matched by its position. The hash only locates a divergence. */
export const recordedCallSchema = z.strictObject({
  position: callPositionSchema,
  /** `null` when written by hand. */
  request: z.strictObject({ model: z.string(), hash: z.string().length(64) }).nullable(),
  answer: modelCallAnswerSchema.nullable(),
  failure: modelCallFailureSchema.nullable(),
});

export type RecordingHeader = Readonly<z.infer<typeof recordingHeaderSchema>>;
export type RecordedCall = Readonly<z.infer<typeof recordedCallSchema>>;

/** A recording, whole. */
export interface Recording {
  readonly header: RecordingHeader;
  readonly calls: readonly RecordedCall[];
}
