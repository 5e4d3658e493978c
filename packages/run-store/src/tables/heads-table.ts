import type { Database } from "better-sqlite3";
import type { LogEnd } from "./events-table.ts";

/** Where the logs of runs that have ended end. Events that still come move the head: a trigger sees to that. */
export class HeadsTable {
  readonly #put;
  readonly #delete;
  readonly #select;

  constructor(connection: Database) {
    this.#put = connection.prepare<[string, number, string]>(
      "INSERT OR REPLACE INTO heads (run_id, sequence, hash) VALUES (?, ?, ?)",
    );
    this.#delete = connection.prepare<[string]>("DELETE FROM heads WHERE run_id = ?");
    this.#select = connection.prepare<[string], LogEnd>("SELECT sequence, hash FROM heads WHERE run_id = ?");
  }

  put(runId: string, { sequence, hash }: LogEnd): void {
    this.#put.run(runId, sequence, hash);
  }

  /** For a run that goes on: each event would have to move the head. */
  delete(runId: string): void {
    this.#delete.run(runId);
  }

  /** `null` while the run is running. */
  read(runId: string): LogEnd | null {
    return this.#select.get(runId) ?? null;
  }
}
