import { accessSync, chmodSync, constants, lstatSync, mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where the store keeps what. Absolute paths. */
export interface StoreFiles {
  readonly database: string;
  /** Long contents, by hash. */
  readonly contents: string;
  /** One lock file for each claimed run. */
  readonly locks: string;
}

/**
 * Makes the store's folders (0700) where they are missing, and closes them and the database (0600) to others.
 * @throws the system's error when it cannot, or when they cannot be written to.
 */
export function prepareHome(home: string): StoreFiles {
  const folder = resolve(home);
  const files: StoreFiles = {
    database: join(folder, "runs.db"),
    contents: join(folder, "contents"),
    locks: join(folder, "locks"),
  };
  for (const path of [folder, files.contents, files.locks]) mkdirSync(path, { recursive: true, mode: 0o700 });
  for (const path of [folder, files.contents, files.locks]) closeToOthers(path, 0o700);
  // SQLite would say that it cannot open a database in a folder where it cannot make its log, and not why.
  accessSync(folder, constants.W_OK);
  if (lstatSync(files.database, { throwIfNoEntry: false }) === undefined) return files;
  closeToOthers(files.database, 0o600);
  accessSync(files.database, constants.W_OK);
  return files;
}

function closeToOthers(path: string, mode: number): void {
  const stats = statSync(path);
  const othersMay = (stats.mode & 0o077) !== 0;
  // A folder shared by everybody (sticky, like /tmp) or the home folder is not ours to close; what we put in it is closed.
  const shared = (stats.mode & 0o1000) !== 0 || path === homedir() || stats.uid !== process.getuid?.();
  if (othersMay && !shared) chmodSync(path, mode);
}
