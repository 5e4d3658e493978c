import type { RunFilter } from "@kimi/contracts";
import { searchTerms } from "./search-terms.ts";

/** A condition on `runs`, with the values its parameters stand for. */
export interface Condition {
  /** `WHERE …`, or empty. */
  readonly where: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What a filter asks of a row of `runs`, by the status that is stored. */
export function whereRunsFit({
  targetPath,
  status,
  since,
  until,
  text = "",
}: Omit<RunFilter, "limit">): Condition {
  const terms = searchTerms(text).map((term, index) => [`term${index}`, matchPrefix(term)] as const);
  const values = { targetPath, status, since, until, ...Object.fromEntries(terms) };
  const conditions = [
    ...(targetPath === undefined ? [] : ["target_path = :targetPath"]),
    ...(status === undefined ? [] : ["status = :status"]),
    ...(since === undefined ? [] : ["started_at >= :since"]),
    ...(until === undefined ? [] : ["started_at < :until"]),
    // One after the other, since the words may be in different texts of the run.
    ...terms.map(
      ([name]) =>
        `id IN (SELECT run_id FROM searchable JOIN search_index ON search_index.rowid = searchable.id
           WHERE search_index MATCH :${name})`,
    ),
  ];
  return {
    where: conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`,
    values: Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

// A phrase in quotes has no operators; the star lets its last word go on.
function matchPrefix(term: string): string {
  return `"${term.replaceAll('"', '""')}"*`;
}
