import type Sqlite from "better-sqlite3";

/** Writes as often, and as durably, as a run does. */
export interface LeastRecord {
  beginCall(request: string): void;
  endCall(answer: string): void;
  beginCommand(): void;
  endCommand(output: string): void;
}

/** A turn that runs a command is four transactions, one of them on disk before it goes on, and seven single rows. */
export function openRecord(sqlite: typeof Sqlite, file: string): LeastRecord {
  const database = new sqlite(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.exec("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT)");
  const [begin, insert, commit] = ["BEGIN IMMEDIATE", "INSERT INTO rows (text) VALUES (?)", "COMMIT"].map(
    (statement) => database.prepare(statement),
  );
  const add = (...texts: readonly string[]): void => {
    for (const text of texts) insert?.run(text);
  };
  const transact = (...texts: readonly string[]): void => {
    begin?.run();
    add(...texts);
    commit?.run();
  };
  return {
    beginCall(request) {
      transact("call", "content", "item", request.slice(-1_000));
      add("event");
    },
    endCall(answer) {
      database.exec("PRAGMA synchronous = FULL");
      transact(answer);
      database.exec("PRAGMA synchronous = NORMAL");
      transact("spent");
      add("event");
    },
    beginCommand: () => add("event", "event"),
    endCommand(output) {
      transact("content", output);
      add("event", "event", "event");
    },
  };
}
