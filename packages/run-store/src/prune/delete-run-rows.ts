import type { Database } from "better-sqlite3";

/** Removes every row of a run, in an order that no reference stands against; contents stay. Within a transaction. */
export function deleteRunRows(connection: Database, runId: string): void {
  for (const sql of statements) connection.prepare<[string]>(sql).run(runId);
}

const statements = [
  "DELETE FROM search_index WHERE rowid IN (SELECT id FROM searchable WHERE run_id = ?)",
  ...["searchable", "model_calls", "request_items", "artifacts", "attempts", "heads", "events", "claims"].map(
    (table) => `DELETE FROM ${table} WHERE run_id = ?`,
  ),
  "DELETE FROM runs WHERE id = ?",
] as const;
