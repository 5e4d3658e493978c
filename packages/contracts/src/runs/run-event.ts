import { z } from "zod";
import { jsonValueSchema } from "../json.ts";
import { callPositionSchema } from "../models/model-call.ts";
import { tokenUsageSchema } from "../models/token-usage.ts";
import { uncoveredSectionSchema } from "../requirements/uncovered-section.ts";
import { limitMechanismsSchema, sandboxTierSchema } from "../workspace/sandbox-tier.ts";
import { snapshotSchema } from "../workspace/snapshot.ts";
import { ledgerSchema } from "./ledger.ts";
import { reachedLimitSchema } from "./reached-limit.ts";
import { budgetSchema } from "./run-config.ts";
import { runStatusSchema } from "./run-status.ts";
import { treeAppliedEventSchema } from "./tree-applied-event.ts";

const stageAttempt = { stage: z.string().min(1), attempt: z.int().min(1) };
const path = z.string().min(1);
/** In which API the endpoint is asked; absent in logs of older versions. */
const api = z.enum(["responses", "chat-completions", "recording"]).exactOptional();
/** Absent in logs of older versions. */
const goesOnAt = { endpoint: z.string().exactOptional(), api };

/** Everything that happens in a run, in the order it happened. The log of these is the run's history. */
export const runEventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("run-started"),
    runId: z.string(),
    targetPath: path,
    model: z.string(),
    endpoint: z.string(),
    api,
    sandboxTier: sandboxTierSchema,
    program: z.string(),
  }),
  /** The run is taken up again; what follows continues what was recorded before. */
  z.strictObject({
    type: z.literal("run-resumed"),
    previousStatus: runStatusSchema,
    /** The stage that comes next; `null` when all had ended. */
    stage: z.string().nullable(),
    budget: budgetSchema,
    ...goesOnAt,
    program: z.string(),
  }),
  /** The run began as a copy of another up to a point; what follows is its own. */
  z.strictObject({
    type: z.literal("run-forked"),
    runId: z.string(),
    fromRunId: z.string(),
    /** `coding/2/5`: what is done anew first. */
    point: z.string().min(1),
    ...goesOnAt,
    program: z.string(),
  }),
  /** What holds for the commands that follow: told at the start, and again wherever the run is taken up. */
  z.strictObject({
    type: z.literal("sandbox-probed"),
    tier: sandboxTierSchema,
    /** `null` when the probe did not say. */
    limits: limitMechanismsSchema.nullable(),
    /** Why the kernel itself does not keep more of them; `null` when it keeps what it can. */
    limitsMissing: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal("documents-ingested"),
    documents: z.array(z.strictObject({ path, sections: z.int(), redactions: z.int() })),
  }),
  z.strictObject({
    type: z.literal("snapshot-taken"),
    purpose: z.enum(["baseline", "attempt-start", "attempt-end", "final"]),
    snapshot: snapshotSchema,
  }),
  z.strictObject({
    type: z.literal("stage-started"),
    stage: z.string(),
    index: z.int().min(0),
    of: z.int().min(1),
  }),
  z.strictObject({ type: z.literal("stage-finished"), stage: z.string() }),
  z.strictObject({ type: z.literal("attempt-started"), ...stageAttempt }),
  z.strictObject({
    type: z.literal("attempt-finished"),
    ...stageAttempt,
    outcome: z.enum(["submitted", "failed"]),
    reason: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal("model-requested"),
    position: callPositionSchema,
    model: z.string(),
    hash: z.string(),
  }),
  z.strictObject({
    type: z.literal("model-answered"),
    position: callPositionSchema,
    usage: tokenUsageSchema,
    costUsd: z.number().nullable(),
  }),
  z.strictObject({
    type: z.literal("model-failed"),
    position: callPositionSchema,
    code: z.string(),
    message: z.string(),
    possiblyBilled: z.boolean(),
  }),
  z.strictObject({
    type: z.literal("model-retried"),
    position: callPositionSchema,
    reason: z.string(),
    delayMs: z.number(),
  }),
  z.strictObject({
    type: z.literal("output-repaired"),
    ...stageAttempt,
    repair: z.int().min(1),
    problems: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("tool-called"),
    ...stageAttempt,
    tool: z.string(),
    toolCallId: z.string(),
    input: jsonValueSchema,
  }),
  z.strictObject({
    type: z.literal("tool-finished"),
    ...stageAttempt,
    tool: z.string(),
    toolCallId: z.string(),
    ok: z.boolean(),
    /** What the model was told, cut to 2,000 characters. */
    output: z.string(),
  }),
  z.strictObject({
    type: z.literal("file-written"),
    ...stageAttempt,
    toolCallId: z.string(),
    path,
    change: z.enum(["added", "modified", "removed"]),
    /** Hex SHA-256 of its content; `null` when it was removed, absent in records of versions that did not keep it. */
    hash: z.string().length(64).nullable().exactOptional(),
    requirements: z.array(z.string()),
  }),
  /** A command that may change the tree the personas work in is about to run. */
  z.strictObject({
    type: z.literal("command-started"),
    command: z.string(),
    network: z.enum(["none", "host"]),
    tier: sandboxTierSchema,
    /** The artifact that there will be once it has ended. */
    record: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal("command-finished"),
    purpose: z.enum(["tool", "test", "install"]),
    command: z.string(),
    exitCode: z.int().nullable(),
    timedOut: z.boolean(),
    durationMs: z.number(),
    tier: sandboxTierSchema,
  }),
  z.strictObject({
    type: z.literal("requirements-accepted"),
    requirements: z.int().min(0),
    assumptions: z.int().min(0),
    /** Parts of the documents that hold words and that no requirement cites. */
    uncovered: z.array(uncoveredSectionSchema),
    /** Ids by what became of them since an earlier run of the target; `null` when there was none. */
    changes: z
      .strictObject({
        since: z.string(),
        added: z.array(z.string()),
        changed: z.array(z.string()),
        unchanged: z.array(z.string()),
        removed: z.array(z.string()),
        standing: z.array(z.string()),
        carried: z.array(z.string()),
        renumbered: z.array(z.strictObject({ submitted: z.string(), id: z.string() })),
        /** What earlier runs wrote for the removed ones and still stands: `src/a.ts:3-9`, `test/a.test.ts > adds up`. */
        leftovers: z.array(z.string()),
      })
      .nullable(),
  }),
  z.strictObject({
    type: z.literal("install-needed"),
    manifests: z.array(path),
    packages: z.array(z.string()),
    allowed: z.boolean(),
  }),
  z.strictObject({
    type: z.literal("tests-finished"),
    /** `final`, or where the behaviour is absent. */
    tree: z.enum(["final", "baseline", "hollow"]),
    runner: z.string(),
    passed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    problems: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("verdict-computed"),
    attempt: z.int().min(1),
    status: z.enum(["succeeded", "partial", "failed"]),
    proven: z.int(),
    criteria: z.int(),
    treeHash: z.string(),
    /** Of what the run made of the sources, without what was generated; absent in logs of older versions. */
    sourceHash: z.string().exactOptional(),
    reasons: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("fix-forward"),
    attempt: z.int().min(1),
    route: z.enum(["coding", "testing"]),
    summary: z.string(),
  }),
  z.strictObject({
    type: z.literal("upload-created"),
    vectorStoreId: z.string(),
    files: z.int(),
    bytes: z.int(),
  }),
  z.strictObject({ type: z.literal("upload-deleted"), vectorStoreId: z.string() }),
  treeAppliedEventSchema,
  z.strictObject({
    type: z.literal("tree-restored"),
    snapshotId: z.string(),
    restored: z.int(),
    verified: z.boolean(),
    differences: z.array(z.strictObject({ path, reason: z.string() })),
  }),
  z.strictObject({
    type: z.literal("conflict-found"),
    conflicts: z.array(z.strictObject({ path, reason: z.string(), keptAt: z.string().nullable() })),
  }),
  z.strictObject({ type: z.literal("artifact-written"), name: z.string(), hash: z.string(), bytes: z.int() }),
  /** Something the user should know and that stops nothing. */
  z.strictObject({ type: z.literal("note"), message: z.string() }),
  z.strictObject({
    type: z.literal("run-ended"),
    status: runStatusSchema,
    exitCode: z.int(),
    reason: z.string(),
    resumable: z.boolean(),
    /** The limit that paused it, where it has to be raised. */
    limit: reachedLimitSchema.exactOptional(),
    ledger: ledgerSchema,
  }),
]);

export type RunEvent = Readonly<z.infer<typeof runEventSchema>>;
export type RunEventType = RunEvent["type"];
