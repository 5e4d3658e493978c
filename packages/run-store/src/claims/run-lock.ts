import { hash as digest } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { createPrivateFile } from "../database/create-private-file.ts";
import type { StoreDatabase } from "../database/store-database.ts";

type Sqlite = StoreDatabase["sqlite"];

/**
 * Locks that die with their process: each is an exclusive transaction on an SQLite database of its own, which
 * comes down to an advisory lock of the operating system. No process id is written anywhere, so none can be stale.
 */
export class RunLocks {
  readonly #folder: string;
  readonly #sqlite: Sqlite;
  // Without a reference the connection would be collected, and the lock with it.
  readonly #held = new Map<string, Database>();

  constructor(folder: string, sqlite: Sqlite) {
    this.#folder = folder;
    this.#sqlite = sqlite;
  }

  /** Whether a live process, this one included, holds the lock of a run. */
  isHeld(runId: string): boolean {
    if (this.#held.has(runId)) return true;
    const path = this.#pathOf(runId);
    if (!existsSync(path)) return false;
    try {
      this.#look(path);
      return false;
    } catch (error) {
      if (!(error instanceof this.#sqlite.SqliteError)) throw error;
      if (error.code === "SQLITE_BUSY") return true;
      // Given back, and its file removed, since it was seen.
      if (error.code === "SQLITE_CANTOPEN") return false;
      throw error;
    }
  }

  /** Takes the lock of a run that {@link isHeld} says is free; the caller keeps others from taking it in between. */
  take(runId: string): void {
    const path = this.#pathOf(runId);
    // Those who only look hold it for microseconds; the timeout waits for them.
    createPrivateFile(path);
    const connection = new this.#sqlite(path, { fileMustExist: true, timeout: 5_000 });
    try {
      // Otherwise the transaction leaves an empty journal file behind.
      connection.pragma("journal_mode = MEMORY");
      connection.exec("BEGIN EXCLUSIVE");
      this.#held.set(runId, connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Gives the lock back; nothing happens when it is not held here. */
  release(runId: string): void {
    const connection = this.#held.get(runId);
    if (connection === undefined) return;
    this.#held.delete(runId);
    // In this order: a file that is removed while somebody else holds it would leave a lock nobody can see.
    rmSync(this.#pathOf(runId), { force: true });
    connection.close();
  }

  /** The runs whose locks this instance holds. */
  held(): readonly string[] {
    return [...this.#held.keys()];
  }

  // A shared lock: looking neither takes the lock nor keeps others from looking.
  #look(path: string): void {
    const reader = new this.#sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
    try {
      reader.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
    } finally {
      reader.close();
    }
  }

  // Hashed, since an id is any text and a file name is not.
  #pathOf(runId: string): string {
    return join(this.#folder, `${digest("sha256", runId)}.lock`);
  }
}
