import { lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type BetterSqlite3 from "better-sqlite3";
import { createPrivateFile } from "./create-private-file.ts";
import { migrate } from "./migrate.ts";

/**
 * Makes the run store's database (0600) where there is none: whole, and in WAL mode from its first byte on. Safe when
 * several processes do it at once, and when one is killed at it.
 *
 * Opened empty and then switched to WAL it would not be: the switch is refused at once, whatever the timeout, while
 * another process so much as reads.
 */
export function createDatabase(sqlite: typeof BetterSqlite3, file: string, busyTimeoutMs: number): void {
  if (exists(file)) return;
  const lockFile = `${file}.lock`;
  createPrivateFile(lockFile);
  const lock = new sqlite(lockFile, { timeout: busyTimeoutMs });
  try {
    // Otherwise the transaction leaves an empty journal file behind.
    lock.pragma("journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
    if (!exists(file)) {
      setLogsAside(file);
      writeWhole(file, emptyStore(sqlite, file));
    }
    // Whoever waits for it, or makes another, finds the database there.
    rmSync(lockFile, { force: true });
  } finally {
    lock.close();
  }
}

function emptyStore(sqlite: typeof BetterSqlite3, file: string): Buffer {
  const memory = new sqlite(":memory:");
  try {
    migrate(memory, file);
    // "File format write version" and "read version", 2 for WAL: https://www.sqlite.org/fileformat.html#file_format_version_numbers
    return memory.serialize().fill(2, 18, 20);
  } finally {
    memory.close();
  }
}

/**
 * A database that was moved away or deleted may have left its logs, and SQLite would play them into the new one. They
 * are kept beside it, since they hold what its last runs wrote.
 */
function setLogsAside(file: string): void {
  for (const log of [`${file}-wal`, `${file}-journal`]) if (exists(log)) renameSync(log, `${log}.left`);
  rmSync(`${file}-shm`, { force: true });
}

function writeWhole(file: string, image: Buffer): void {
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, image, { mode: 0o600, flag: "wx", flush: true });
  renameSync(unfinished, file);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
