import { KimiError, type RunStore } from "@kimi/contracts";
import { prepareHome } from "./database/prepare-home.ts";
import { openStoreDatabase } from "./database/store-database.ts";
import { translateError } from "./database/translate-error.ts";
import { SqliteRunStore } from "./sqlite-run-store.ts";

export interface OpenRunStoreOptions {
  /** The folder of the store: `KIMI_AGENT_HOME`. Made when missing, closed to other users. */
  readonly home: string;
  /** How long a write waits for other processes that write. @default 10_000 */
  readonly busyTimeoutMs?: number;
}

/**
 * The store of all runs at `<home>/runs.db`. Many processes may have it open at once.
 * @throws KimiError `store` when it cannot be used: disk full, not writable, locked, damaged, no database,
 * another program's, a newer version's, or without some of its tables.
 */
export async function openRunStore({ home, busyTimeoutMs = 10_000 }: OpenRunStoreOptions): Promise<RunStore> {
  const files = prepare(home);
  const database = await openStoreDatabase(files.database, busyTimeoutMs);
  try {
    return new SqliteRunStore(database, files);
  } catch (error) {
    database.close();
    throw isOfSchema(error) ? alteredSchema(error, files.database) : translateHere(error, files.database);
  }
}

/** SQLite says so of a table or column that a statement names and that is not there. */
function isOfSchema(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "SQLITE_ERROR";
}

function alteredSchema(cause: Error, file: string): KimiError {
  return new KimiError(
    "store",
    `The run store ${file} is not as this program made it (${cause.message}): something else has changed it. ` +
      "Restore it from a backup, or move it away to start afresh; nothing was changed.",
    { details: { file, table: "schema", runId: null, cause: cause.message }, cause },
  );
}

function translateHere(error: unknown, file: string): KimiError {
  return translateError(error, file, { table: "schema", runId: null });
}

function prepare(home: string): ReturnType<typeof prepareHome> {
  try {
    return prepareHome(home);
  } catch (error) {
    throw translateHere(error, home);
  }
}
