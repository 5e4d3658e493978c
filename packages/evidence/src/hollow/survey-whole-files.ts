import type { ChangedFile } from "../changed-files.ts";
import type { SourceMutation } from "./source-mutation.ts";

/**
 * Files whose functions nobody here knows, and files that are gone: as a whole, each is what it was before the run,
 * or, when new, empty. An empty file is still there: a test that only looks for the file sees no difference.
 */
export function surveyWholeFiles(files: readonly ChangedFile[]): readonly SourceMutation[] {
  return files.map(({ path, before, after }): SourceMutation => ({
    path,
    scope: "",
    kind: "file",
    label: before === null ? "emptied" : after === null ? "put back" : "as before the run",
    edit: { start: 0, end: after?.length ?? 0, text: before ?? "" },
  }));
}
