import { z } from "zod";
import { criterionIdSchema } from "../requirements/requirement.ts";

export const testRunnerSchema = z.enum([
  "node-test",
  "vitest",
  "jest",
  "mocha",
  "pytest",
  "unittest",
  "go",
  "cargo",
]);

/** What `TestingAgent` submits: which runner runs which files, and which test judges which criterion. */
export const testingOutputSchema = z.strictObject({
  summary: z.string().min(1),
  suites: z
    .array(
      z.strictObject({
        runner: testRunnerSchema,
        /** Test files, relative to the project root. */
        files: z.array(z.string().min(1)).min(1),
      }),
    )
    .min(1),
  /** Files the tests need and that are no tests themselves: fixtures, helpers, runner configuration. */
  supportFiles: z.array(z.string().min(1)),
  bindings: z.array(
    z.strictObject({
      criterion: criterionIdSchema,
      file: z.string().min(1),
      /** Names from the outermost suite to the test, joined by " > "; for pytest the part after the file, for
       * unittest `Class::method`. */
      test: z.string().min(1),
    }),
  ),
});

export type TestRunner = z.infer<typeof testRunnerSchema>;
export type TestingOutput = z.infer<typeof testingOutputSchema>;
