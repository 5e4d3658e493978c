import type { RunFilter, RunRecord, RunSummary } from "@kimi/contracts";
import { searchTerms } from "../search/search-terms.ts";
import { searchableText } from "../search/searchable-text.ts";
import { hasWords } from "./has-words.ts";
import type { MemoryRun } from "./memory-run.ts";

/** A run as lists show it. */
export function summarize({ config: _config, ledger: _ledger, ...summary }: RunRecord): RunSummary {
  return summary;
}

/** Whether a list by this filter has the run, by the status that is stored. */
export function fitsFilter(
  { record, attempts }: MemoryRun,
  { targetPath, status, since, until, text = "" }: Omit<RunFilter, "limit">,
): boolean {
  const texts = [
    record.config.prompt ?? "",
    ...[...attempts.values()].map(({ output }) => searchableText(output)),
  ];
  return (
    (targetPath === undefined || record.targetPath === targetPath) &&
    (status === undefined || record.status === status) &&
    (since === undefined || record.startedAt >= since) &&
    (until === undefined || record.startedAt < until) &&
    searchTerms(text).every((term) => texts.some((one) => hasWords(one, term)))
  );
}
