import { z } from "zod";
import { criterionIdSchema, prioritySchema } from "../requirements/requirement.ts";
import { suiteResultSchema, testIdSchema, testResultSchema } from "./test-result.ts";

/** The same test where the behaviour is not there. Only `red-assertion` counts. */
export const redCheckSchema = z.strictObject({
  /** `baseline`: the tree before the run plus tests. `hollow`: the final tree with changed function bodies emptied.
   * `earlier`: an earlier run, since which neither the requirement nor the test has changed. */
  method: z.enum(["baseline", "hollow", "earlier"]),
  /**
   * `not-applicable`: what the run changed cannot be taken away without breaking the rest; `detail` says why.
   * `red-elsewhere`: an assertion fails, but only without lines that were written for other requirements.
   */
  outcome: z.enum([
    "red-assertion",
    "red-elsewhere",
    "red-error",
    "red-load",
    "green",
    "not-run",
    "not-applicable",
  ]),
  /** What was hollowed, and what the test then said. */
  detail: z.string(),
  /** Whether the test executes what serves its requirement: with functions that throw. Absent when not measured. */
  executes: z.boolean().optional(),
});

/** One executed check bound to a criterion. */
export const evidenceSchema = z.strictObject({
  test: testIdSchema,
  /** On the final tree; `null` when the test did not run. */
  result: testResultSchema.nullable(),
  red: z.array(redCheckSchema).readonly(),
});

/** Whether one criterion holds, and why we say so. */
export const criterionVerdictSchema = z.strictObject({
  criterion: criterionIdSchema,
  priority: prioritySchema,
  status: z.enum(["proven", "failed", "unproven", "accepted"]),
  /** One sentence a person can check. */
  reason: z.string().min(1),
  /** What proved it: a test, or only a check of the weaker kinds. Absent unless proven. */
  proof: z.enum(["test", "command-check", "http-check"]).optional(),
  evidence: z.array(evidenceSchema).readonly(),
});

/** Something about the change that a reader of the verdict must know. */
export const findingSchema = z.strictObject({
  kind: z.enum([
    "unrequested-change",
    "weakened-test",
    /** A test that no criterion is bound to fails on the final tree. */
    "failing-test",
    /** Tests that stood before the run and could not be run again; what they would show is not known. */
    "not-run",
    /** The code repeats the inputs and results of its test instead of computing them. */
    "special-cased",
    "changed-after-verdict",
    /** A requirement judged as less than `must`, though the words it quotes say that it has to hold. */
    "downgraded",
    /** Code or a test of a requirement that the documents no longer ask for. */
    "leftover",
    "licence",
    "missing-dependency",
    "documentation",
  ]),
  /** Blocking findings keep a run from succeeding. */
  blocking: z.boolean(),
  path: z.string().nullable(),
  message: z.string().min(1),
});

/** The verdict and all it rests on. Computed, never claimed. */
export const evidenceReportSchema = z.strictObject({
  /** Tree hash of the snapshot that the verdict is about. */
  treeHash: z.string().length(64),
  snapshotId: z.string().length(64),
  status: z.enum(["succeeded", "partial", "failed"]),
  criteria: z.array(criterionVerdictSchema).readonly(),
  suites: z.array(suiteResultSchema).readonly(),
  findings: z.array(findingSchema).readonly(),
});

export type RedCheck = Readonly<z.infer<typeof redCheckSchema>>;
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;
export type CriterionVerdict = Readonly<z.infer<typeof criterionVerdictSchema>>;
export type Finding = Readonly<z.infer<typeof findingSchema>>;
export type EvidenceReport = Readonly<z.infer<typeof evidenceReportSchema>>;
