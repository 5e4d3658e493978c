import { z } from "zod";
import { criterionIdSchema } from "../requirements/requirement.ts";

/** Runners whose command is known, and files that hold checks instead of tests: weaker evidence, and shown as such. */
const knownRunners = [
  "node-test",
  "vitest",
  "jest",
  "mocha",
  "pytest",
  "unittest",
  "go",
  "cargo",
  "command-check",
  "http-check",
] as const;

/** Any runner that writes JUnit XML or prints TAP. */
const declaredRunners = ["junit", "tap"] as const;

export const testRunnerSchema = z.enum([...knownRunners, ...declaredRunners]);

/** Test files, relative to the project root. */
const suiteFilesSchema = z.array(z.string().min(1)).min(1);

/** What `TestingAgent` submits: which runner runs which files, and which test judges which criterion. */
export const testingOutputSchema = z.strictObject({
  summary: z.string().min(1),
  suites: z
    .array(
      z.union([
        z.strictObject({ runner: z.enum(knownRunners), files: suiteFilesSchema }),
        z.strictObject({
          runner: z.enum(declaredRunners),
          files: suiteFilesSchema,
          /** Program and arguments; `{report}`, `{files}` and `{file}` are filled in. */
          command: z.array(z.string().min(1)).min(1),
        }),
      ]),
    )
    .min(1),
  /** Files the tests need and that are no tests themselves: fixtures, helpers, runner configuration. */
  supportFiles: z.array(z.string().min(1)),
  bindings: z.array(
    z.strictObject({
      criterion: criterionIdSchema,
      file: z.string().min(1),
      /** Names from the outermost suite to the test, joined by " > "; for pytest the part after the file, for
       * unittest `Class::method`; the name of a check. */
      test: z.string().min(1),
    }),
  ),
});

export type TestRunner = z.infer<typeof testRunnerSchema>;
export type TestingOutput = z.infer<typeof testingOutputSchema>;
