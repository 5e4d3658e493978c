import { z } from "zod";
import { handoffSchema } from "../personas/handoff.ts";
import { jsonValueSchema } from "../json.ts";
import { ledgerSchema } from "./ledger.ts";
import { runConfigSchema } from "./run-config.ts";
import { runEventSchema } from "./run-event.ts";
import { runStatusSchema } from "./run-status.ts";

/** A run as the store keeps it. Instants are ISO 8601, UTC. */
export const runRecordSchema = z.strictObject({
  id: z.string().min(1),
  status: runStatusSchema,
  config: runConfigSchema,
  /** Real path of the target. */
  targetPath: z.string().min(1),
  /** Name and version that ran it, for example `kimi-agent 0.1.0`. */
  program: z.string(),
  /** The resolved model name. */
  model: z.string(),
  /** Where the model is asked; for a run that was taken up again, where it went on. */
  endpoint: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Why it ended as it did; `null` while it runs. */
  reason: z.string().nullable(),
  resumable: z.boolean(),
  ledger: ledgerSchema,
  baselineSnapshotId: z.string().nullable(),
  finalSnapshotId: z.string().nullable(),
  /** Whether the final snapshot is in the target: applied, or worked in place and kept. */
  applied: z.boolean(),
});

/** A run as lists show it: without its input and its ledger, which {@link RunRecord} has. */
export const runSummarySchema = runRecordSchema.omit({ config: true, ledger: true });

/** One try at a stage. */
export const attemptRecordSchema = z.strictObject({
  stage: z.string().min(1),
  /** Starts at 1 for each stage. */
  attempt: z.int().min(1),
  /** Position of the stage in the pipeline, from 0. */
  stageIndex: z.int().min(0),
  role: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  outcome: z.enum(["running", "submitted", "failed"]),
  /** What the persona received. */
  input: handoffSchema,
  /** What it submitted; `null` without a valid submission. */
  output: jsonValueSchema.nullable(),
  reason: z.string().nullable(),
});

/** One event with its place in the log; `sequence` starts at 1 and has no gaps. */
export const storedEventSchema = z.strictObject({
  sequence: z.int().min(1),
  at: z.iso.datetime(),
  event: runEventSchema,
});

/** A named, content-addressed output of a run. Writing a name again replaces what the name means, not the content. */
export const artifactRecordSchema = z.strictObject({
  /** Path below the run's deliverables folder, or `internal/…` for what is not delivered. */
  name: z.string().min(1),
  mediaType: z.string().min(1),
  /** Hex SHA-256. */
  hash: z.string().length(64),
  bytes: z.int().min(0),
  /** Stage and attempt that made it; `null` for the orchestrator itself. */
  producer: z.strictObject({ stage: z.string(), attempt: z.int().min(1) }).nullable(),
});

export type RunRecord = Readonly<z.infer<typeof runRecordSchema>>;
export type RunSummary = Readonly<z.infer<typeof runSummarySchema>>;
export type AttemptRecord = Readonly<z.infer<typeof attemptRecordSchema>>;
export type StoredEvent = Readonly<z.infer<typeof storedEventSchema>>;
export type ArtifactRecord = Readonly<z.infer<typeof artifactRecordSchema>>;
