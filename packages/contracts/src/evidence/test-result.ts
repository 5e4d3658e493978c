import { z } from "zod";
import { testRunnerSchema } from "../personas/testing-output.ts";
import { sandboxTierSchema } from "../workspace/sandbox-tier.ts";

/** A test is known by runner, file and name path (outermost suite first, joined by " > "). */
export const testIdSchema = z.strictObject({
  runner: testRunnerSchema,
  file: z.string().min(1),
  name: z.string().min(1),
});

export const testResultSchema = z.strictObject({
  id: testIdSchema,
  /**
   * `flaky`: it did not end the same way when it was run again on the same tree. `textual`: it did there, but not where
   * the work of the run was spelled otherwise, so that it judges how the code is written and not what it does.
   */
  outcome: z.enum(["passed", "failed", "skipped", "todo", "flaky", "textual"]),
  /** Why it failed: an assertion of the test, any other error, or the file did not load. `null` unless failed. */
  failure: z.enum(["assertion", "error", "load", "timeout"]).nullable(),
  /** The runner's message, cut to 4,000 characters; `null` unless failed, flaky or textual. */
  message: z.string().nullable(),
  durationMs: z.number().min(0).nullable(),
});

/** One runner's execution over its files. */
export const suiteResultSchema = z.strictObject({
  runner: testRunnerSchema,
  files: z.array(z.string()).readonly(),
  argv: z.array(z.string()).readonly(),
  exitCode: z.int().nullable(),
  tier: sandboxTierSchema,
  tests: z.array(testResultSchema).readonly(),
  /** What makes the results unusable: no report, exit code and report disagree, nothing executed, a file that does not load. */
  problems: z.array(z.string()).readonly(),
  durationMs: z.number().min(0),
});

export type TestId = Readonly<z.infer<typeof testIdSchema>>;
export type TestResult = Readonly<z.infer<typeof testResultSchema>>;
export type SuiteResult = Readonly<z.infer<typeof suiteResultSchema>>;
