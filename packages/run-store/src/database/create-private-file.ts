import { closeSync, lstatSync, openSync } from "node:fs";

/**
 * Makes an empty file that only its owner can read (0600), for SQLite to fill; leaves an existing one alone.
 *
 * An existing one is not even opened: closing any descriptor of a file drops the locks that this process's SQLite
 * connections hold on it (POSIX advisory locks belong to the process, not to the descriptor).
 */
export function createPrivateFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    // Another process was quicker.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
