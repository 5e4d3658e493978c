import type { Database } from "better-sqlite3";

/** The words that runs can be found by. Only the words are kept: the texts are where they were. */
export class SearchIndex {
  readonly #insert;
  readonly #index;
  readonly #count;

  constructor(connection: Database) {
    this.#insert = connection.prepare<[string]>("INSERT INTO searchable (run_id) VALUES (?)");
    this.#index = connection.prepare<[number | bigint, string]>(
      "INSERT INTO search_index (rowid, text) VALUES (?, ?)",
    );
    this.#count = connection
      .prepare<[string], number>(
        `SELECT count(*) FROM searchable JOIN search_index ON search_index.rowid = searchable.id WHERE run_id = ?`,
      )
      .pluck();
  }

  /** How many texts a run can be found by. */
  count(runId: string): number {
    return this.#count.get(runId) ?? 0;
  }

  /** Adds a text to what a run is found by; to be called within a transaction. */
  add(runId: string, text: string): void {
    if (text.trim() === "") return;
    this.#index.run(this.#insert.run(runId).lastInsertRowid, text);
  }
}
