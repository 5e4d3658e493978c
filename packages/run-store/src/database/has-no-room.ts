import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** With less free than this, SQLite cannot be sure to make the files that it needs beside a database. */
const neededBytes = 1_000_000;

/** Whether the disk on which a file lies is as good as full; false where nobody can tell. */
export function hasNoRoom(file: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(dirname(file));
    // Some file systems count no files.
    return bavail * bsize < neededBytes || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}
