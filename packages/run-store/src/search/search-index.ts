import type { Database } from "better-sqlite3";

/** The words that runs can be found by. Only the words are kept: the texts are where they were. */
export class SearchIndex {
  readonly #insert;
  readonly #index;

  constructor(connection: Database) {
    this.#insert = connection.prepare<[string]>("INSERT INTO searchable (run_id) VALUES (?)");
    this.#index = connection.prepare<[number | bigint, string]>(
      "INSERT INTO search_index (rowid, text) VALUES (?, ?)",
    );
  }

  /** Adds a text to what a run is found by; to be called within a transaction. */
  add(runId: string, text: string): void {
    if (text.trim() === "") return;
    this.#index.run(this.#insert.run(runId).lastInsertRowid, text);
  }
}
