import {
  documentationOutputSchema,
  evidenceReportSchema,
  failureReportSchema,
  fileWriteSchema,
  jsonValueSchema,
  requirementChangesSchema,
  requirementSchema,
  testingOutputSchema,
} from "@kimi/contracts";
import { z } from "zod";
import { candidateSchema } from "../past-runs/candidate-schema.ts";
import { putJson } from "../record/put-artifact.ts";
import type { RunSession } from "../run-session.ts";

/** Where in the pipeline a run stands. */
const pipelinePositionSchema = z.strictObject({
  /** Index of the stage that comes next; the number of stages when all have ended. */
  next: z.int().min(0),
  /** Whether the testing stage has ended and its verdict is not computed yet. */
  isVerdictDue: z.boolean(),
  /** What the next stages are to mend; `null` outside of a fix-forward. */
  failure: failureReportSchema.nullable(),
});

/** How an attempt ends, once the checkpoint that holds its result is kept. */
const attemptEndingSchema = z.strictObject({
  stage: z.string().min(1),
  attempt: z.int().min(1),
  outcome: z.enum(["submitted", "failed"]),
  output: jsonValueSchema.nullable(),
  reason: z.string().nullable(),
});

/** Everything that stages remember between them, and the state of the tree it belongs to. */
export const checkpointSchema = z.strictObject({
  position: pipelinePositionSchema,
  /** The attempt that this checkpoint ends; `null` when it ends none. */
  ending: attemptEndingSchema.nullable(),
  snapshotId: z.string().length(64),
  requirements: z.array(requirementSchema).readonly(),
  /** Absent in checkpoints of versions that knew no earlier runs. */
  requirementChanges: requirementChangesSchema.nullable().optional(),
  outputs: z.record(z.string(), jsonValueSchema),
  testing: testingOutputSchema.nullable(),
  documentation: documentationOutputSchema.nullable(),
  report: evidenceReportSchema.nullable(),
  candidate: candidateSchema.nullable(),
  fallback: z
    .strictObject({
      candidate: candidateSchema,
      report: evidenceReportSchema,
      testing: testingOutputSchema.nullable(),
      outputs: z.record(z.string(), jsonValueSchema),
      writes: z.int().min(0),
    })
    .nullable(),
  installedFolders: z.array(z.string()),
  writes: z.array(fileWriteSchema),
  attempts: z.record(z.string(), z.int().min(1)),
  verdicts: z.int().min(0),
});

export type AttemptEnding = Readonly<z.infer<typeof attemptEndingSchema>>;
export type PipelinePosition = Readonly<z.infer<typeof pipelinePositionSchema>>;
export type Checkpoint = Readonly<z.infer<typeof checkpointSchema>>;

/** The artifact that keeps a run's latest checkpoint. */
export const checkpointArtifactName = "internal/checkpoint.json";

/** The artifact that keeps the checkpoint before an attempt; there is none before a run's very first. */
export function attemptCheckpointName(stage: string, attempt: number): string {
  return `internal/checkpoints/${stage}-${attempt}.json`;
}

/** The artifact that keeps the checkpoint before the n-th verdict; n starts at 1. */
export function verdictCheckpointName(verdict: number): string {
  return `internal/checkpoints/verdict/${verdict}.json`;
}

/** Where every run begins. */
export const pipelineStart: PipelinePosition = { next: 0, isVerdictDue: false, failure: null };

/** @throws z.ZodError when the artifact is not a checkpoint of this version. */
export function parseCheckpoint(content: Uint8Array): Checkpoint {
  return checkpointSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}

/** Keeps what a later process needs to go on from here. */
export async function saveCheckpoint(
  session: RunSession,
  position: PipelinePosition,
  ending: AttemptEnding | null = null,
): Promise<void> {
  const { id: snapshotId } = await session.ground.tree.snapshot({ onlyEdited: true });
  const { requirements, testing, documentation, report, candidate, fallback, writes, verdicts } = session;
  const checkpoint: Checkpoint = {
    position,
    ending,
    snapshotId,
    requirements,
    requirementChanges: session.requirementChanges,
    outputs: Object.fromEntries(session.outputs),
    testing,
    documentation,
    report,
    candidate,
    fallback: fallback === null ? null : { ...fallback, outputs: Object.fromEntries(fallback.outputs) },
    installedFolders: [...session.installedFolders],
    writes: [...writes],
    attempts: Object.fromEntries(session.attempts),
    verdicts,
  };
  const name = nameOf(session, position);
  if (name !== null) await putJson(session, name, checkpoint);
  await putJson(session, checkpointArtifactName, checkpoint);
  await session.recorder.flush();
}

/** Under which name a checkpoint stays when later ones follow; `null` when no stage comes after it. */
function nameOf(session: RunSession, { next, isVerdictDue }: PipelinePosition): string | null {
  if (isVerdictDue) return verdictCheckpointName(session.verdicts + 1);
  const stage = session.ports.personas[next]?.config.name;
  return stage === undefined ? null : attemptCheckpointName(stage, (session.attempts.get(stage) ?? 0) + 1);
}

/** Brings a fresh session, and the tree, to where a checkpoint left off. */
export async function restoreCheckpoint(session: RunSession, checkpoint: Checkpoint): Promise<void> {
  const { requirements, testing, documentation, report, candidate, fallback, verdicts } = checkpoint;
  Object.assign(session, { requirements, testing, documentation, report, candidate, verdicts });
  session.requirementChanges = checkpoint.requirementChanges ?? null;
  session.outputs = new Map(Object.entries(checkpoint.outputs));
  session.fallback =
    fallback === null ? null : { ...fallback, outputs: new Map(Object.entries(fallback.outputs)) };
  for (const folder of checkpoint.installedFolders) session.installedFolders.add(folder);
  session.writes.push(...checkpoint.writes);
  for (const [stage, attempt] of Object.entries(checkpoint.attempts)) session.attempts.set(stage, attempt);
  await session.ground.tree.restore(checkpoint.snapshotId);
}
