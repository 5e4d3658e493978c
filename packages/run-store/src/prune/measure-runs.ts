import type { Database } from "better-sqlite3";
import { contentReferences } from "./content-references.ts";

/** Bytes of the texts of each run, its contents included; keys and indexes are not counted. */
export function measureRuns(connection: Database): ReadonlyMap<string, number> {
  const texts = [
    "SELECT id AS run_id, octet_length(config) + octet_length(ledger) AS bytes FROM runs",
    "SELECT run_id, octet_length(coalesce(input, '')) + octet_length(coalesce(output, '')) FROM attempts",
    "SELECT run_id, octet_length(coalesce(event, '')) FROM events",
    "SELECT run_id, octet_length(coalesce(item, '')) FROM request_items",
    "SELECT run_id, octet_length(coalesce(body, '')) + octet_length(coalesce(answer, '')) FROM model_calls",
  ];
  const named = contentReferences.map(
    ({ table, column }) => `SELECT run_id, ${column} AS hash FROM ${table} WHERE ${column} IS NOT NULL`,
  );
  const contents = `SELECT run_id, bytes FROM (${named.join(" UNION ")}) AS named JOIN contents USING (hash)`;
  const rows = connection
    .prepare<[], [string, number]>(
      `SELECT run_id, sum(bytes) FROM (${[...texts, contents].join(" UNION ALL ")}) GROUP BY run_id`,
    )
    .raw()
    .all();
  return new Map(rows);
}
