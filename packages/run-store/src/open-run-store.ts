import type { RunStore } from "@kimi/contracts";
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
 * another program's, or a newer version's.
 */
export async function openRunStore({ home, busyTimeoutMs = 10_000 }: OpenRunStoreOptions): Promise<RunStore> {
  const files = prepare(home);
  const database = await openStoreDatabase(files.database, busyTimeoutMs);
  return new SqliteRunStore(database, files);
}

function prepare(home: string): ReturnType<typeof prepareHome> {
  try {
    return prepareHome(home);
  } catch (error) {
    throw translateError(error, home, { table: "schema", runId: null });
  }
}
