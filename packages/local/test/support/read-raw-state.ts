import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

interface RawState {
  readonly problems: readonly string[];
  /** Calls that began and have neither answer nor failure, as `stage/attempt/turn`. */
  readonly inFlight: readonly string[];
}

/** Looks at the database of a home by SQLite's own means, whatever the store would say. */
export function readRawState(home: string): RawState {
  const file = join(home, "runs.db");
  if (!existsSync(file)) return { problems: [], inFlight: [] };
  const database = new DatabaseSync(file);
  try {
    const { integrity_check: verdict } = database.prepare("PRAGMA integrity_check").get() ?? {};
    const isMade =
      database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'model_calls'").get() !== undefined;
    const waiting = `SELECT stage || '/' || attempt || '/' || turn AS place FROM model_calls
      WHERE coalesce(answer, answer_hash, failure) IS NULL`;
    const rows = isMade ? database.prepare(waiting).all() : [];
    const inFlight = rows.map(({ place }) => String(place));
    return {
      problems: [
        ...(verdict === "ok" ? [] : [`integrity_check: ${String(verdict)}`]),
        ...(inFlight.length > 1 ? [`${inFlight.length} calls were in flight at once`] : []),
      ],
      inFlight,
    };
  } finally {
    database.close();
  }
}
