import { isKimiError, KimiError, type Redactor } from "@kimi/contracts";

/** Why a document cannot be used. */
export interface DocumentProblem {
  readonly path: string;
  /** 1-based; `null` when the problem is not in one place. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** What `ingestOne` makes of every path, and what is wrong with those that it refuses. */
export async function collectProblems<Result>(
  paths: readonly string[],
  ingestOne: (path: string) => Promise<Result> | Result,
): Promise<{ readonly results: readonly Result[]; readonly problems: readonly DocumentProblem[] }> {
  const results: Result[] = [];
  const problems: DocumentProblem[] = [];
  for (const path of paths) {
    try {
      // One after the other: documents are few, and a large one is taken apart in one go anyway.
      results.push(await ingestOne(path));
    } catch (error) {
      if (!isKimiError(error, "input")) throw error;
      const { line, column } = error.details;
      problems.push({
        path,
        line: typeof line === "number" ? line : null,
        column: typeof column === "number" ? column : null,
        message: error.message,
      });
    }
  }
  return { results, problems };
}

/** @throws KimiError `input` naming all problems at once, when there are any. */
export function throwProblems(problems: readonly DocumentProblem[], redactor: Redactor): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => redactor.redact(`${placeOf(problem)}: ${problem.message}`).text);
  throw new KimiError(
    "input",
    lines.length === 1
      ? lines.join("").replace(/(?<![.?!])$/, ".")
      : `${lines.length} documents cannot be used:\n${lines.map((line) => `- ${line}`).join("\n")}`,
    { details: { documents: problems.map(({ path, line, column }) => ({ path, line, column })) } },
  );
}

function placeOf({ path, line, column }: DocumentProblem): string {
  return line === null || column === null ? path : `${path}, line ${line}, column ${column}`;
}
