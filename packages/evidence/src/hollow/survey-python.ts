import type { CommandRunner } from "@kimi/contracts";
import { z } from "zod";
import { pythonSurveySource } from "./python-survey-source.ts";
import { sourceMutationSchema } from "./source-mutation.ts";
import type { MutationSurvey, SurveyedFile } from "./survey.ts";

const surveysSchema = z.record(
  z.string(),
  z.object({ mutations: z.array(sourceMutationSchema), obstacle: z.string().nullable() }),
);

/** What can be taken away from Python files that the run changed, found by the project's own interpreter. */
export async function surveyPython(
  files: readonly SurveyedFile[],
  python: string,
  commands: CommandRunner,
  signal: AbortSignal,
): Promise<readonly MutationSurvey[]> {
  if (files.length === 0) return [];
  const request = files.map((file) => ({ ...file, changedLines: [...file.changedLines] }));
  const result = await commands.run({
    argv: [python, "{support}/survey.py", "{reports}/surveys.json"],
    env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" },
    supportFiles: { "survey.py": pythonSurveySource, "survey.json": JSON.stringify(request) },
    reportFiles: ["surveys.json"],
    timeoutMs: 60_000,
    signal,
  });
  const parsed = parseSurveys(result.reports["surveys.json"]);
  return files.map(({ path }) => {
    const survey = parsed[path] ?? { mutations: [], obstacle: `${path} could not be read by ${python}.` };
    return { path, ...survey };
  });
}

function parseSurveys(report: string | undefined): z.infer<typeof surveysSchema> {
  try {
    return surveysSchema.parse(JSON.parse(report ?? ""));
  } catch {
    return {};
  }
}
