import type { AttemptRecord, AuditProblem, RunRecord } from "@kimi/contracts";
import type { SearchIndex } from "../search/search-index.ts";
import { searchableText } from "../search/searchable-text.ts";

/** Whether a run can be found by as many texts as it has; which words they are is not kept as such. */
export function findUnsearchable(
  search: Pick<SearchIndex, "count">,
  [run]: readonly (RunRecord | null)[],
  attempts: readonly AttemptRecord[],
): readonly AuditProblem[] {
  if (run === undefined || run === null) return [];
  const texts = [run.config.prompt ?? "", ...attempts.map(({ output }) => searchableText(output))];
  const expected = texts.filter((text) => text.trim() !== "").length;
  const found = search.count(run.id);
  if (found >= expected) return [];
  const problem = `the run could be found by ${expected} texts, and can be by ${found}: runs list --text may miss it`;
  return [{ table: "searchable", place: `run ${run.id}`, problem }];
}
