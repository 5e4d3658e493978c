import type BetterSqlite3 from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { createDatabase } from "./create-database.ts";
import { checkOurs, migrate } from "./migrate.ts";
import type { StorePlace } from "./store-place.ts";
import { translateError } from "./translate-error.ts";

type Sqlite = typeof BetterSqlite3;

/** One connection and the three ways to use it. Every error that leaves is a KimiError. */
export interface StoreDatabase {
  readonly connection: Database;
  readonly file: string;
  /** Opens further databases: lock files. */
  readonly sqlite: Sqlite;
  /** What must be on disk before a transaction begins: long payloads as files. */
  prepare<T>(place: StorePlace, work: () => T): T;
  /** One consistent view over the queries of `work`; never waits for writers. */
  read<T>(place: StorePlace, work: () => T): T;
  /** One statement, which is a transaction of its own; survives the death of the process. */
  writeOne<T>(place: StorePlace, work: () => T): T;
  /** One transaction; survives the death of the process. */
  write<T>(place: StorePlace, work: () => T): T;
  /** One transaction that, with all before it, survives a power cut. */
  writeDurably<T>(place: StorePlace, work: () => T): T;
  close(): void;
}

/**
 * Opens the run store's database, made where there is none, and brings it to the present schema.
 * @throws KimiError `store` when it cannot be used, is newer than this program or belongs to another.
 */
export async function openStoreDatabase(file: string, busyTimeoutMs: number): Promise<StoreDatabase> {
  // Loaded here, not above: commands that need no store must not pay for a native module.
  const { default: sqlite } = await import("better-sqlite3");
  const connection = guard(file, { table: "schema", runId: null }, () =>
    connect(sqlite, file, busyTimeoutMs),
  );
  const transact = transactions(connection);
  return {
    connection,
    file,
    sqlite,
    prepare: (place, work) => guard(file, place, work),
    read: (place, work) => guard(file, place, () => transact("deferred", work)),
    writeOne: (place, work) => guard(file, place, work),
    // IMMEDIATE: a transaction that begins by reading could not wait its turn when it comes to write.
    write: (place, work) => guard(file, place, () => transact("immediate", work)),
    writeDurably: (place, work) =>
      guard(file, place, () => {
        // Such a pragma takes effect as it is compiled, so it cannot be prepared.
        connection.exec("PRAGMA synchronous = FULL");
        try {
          return transact("immediate", work);
        } finally {
          connection.exec("PRAGMA synchronous = NORMAL");
        }
      }),
    close: () => connection.close(),
  };
}

type Transact = <T>(kind: "deferred" | "immediate", work: () => T) => T;

// better-sqlite3's own `transaction()` makes four functions at each call, which costs as much as a small insert.
function transactions(connection: Database): Transact {
  const begin = { deferred: connection.prepare("BEGIN"), immediate: connection.prepare("BEGIN IMMEDIATE") };
  const commit = connection.prepare("COMMIT");
  const rollback = connection.prepare("ROLLBACK");
  return (kind, work) => {
    begin[kind].run();
    try {
      const result = work();
      commit.run();
      return result;
    } finally {
      // SQLite itself rolls back on some errors, a full disk among them.
      if (connection.inTransaction) rollback.run();
    }
  };
}

function connect(sqlite: Sqlite, file: string, busyTimeoutMs: number): Database {
  createDatabase(sqlite, file, busyTimeoutMs);
  refuseForeign(sqlite, file, busyTimeoutMs);
  const connection = new sqlite(file, { fileMustExist: true, timeout: busyTimeoutMs });
  try {
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = NORMAL");
    connection.pragma("foreign_keys = ON");
    migrate(connection, file);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

// Through a read-only connection, since a writable one checkpoints when it closes, and so changes the file.
function refuseForeign(sqlite: Sqlite, file: string, busyTimeoutMs: number): void {
  const reader = new sqlite(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
  try {
    checkOurs(reader, file);
  } finally {
    reader.close();
  }
}

function guard<T>(file: string, place: StorePlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateError(error, file, place);
  }
}
