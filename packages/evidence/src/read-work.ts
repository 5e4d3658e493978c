import type { EvidenceRequest } from "@kimi/contracts";
import { type ChangedFile, readChangedFiles } from "./changed-files.ts";
import { isGeneratedPath, isInstalledPath, isProjectSettings } from "./classify-path.ts";
import { isSurveyable } from "./hollow/survey-changes.ts";
import { belongsToTests } from "./red/run-baseline.ts";

/** The work of the run: the texts that it changed and that are no tests, settings, dependencies or build output. */
export async function readWork(
  request: Pick<EvidenceRequest, "workspaces" | "baseline" | "final" | "testing">,
): Promise<readonly ChangedFile[]> {
  const isTestSide = belongsToTests(request.testing);
  const { files } = await readChangedFiles(
    request.workspaces,
    request.baseline,
    request.final,
    (path) =>
      !isTestSide(path) &&
      !isProjectSettings(path) &&
      !isInstalledPath(path) &&
      (isSurveyable(path) || !isGeneratedPath(path)),
  );
  return files;
}
