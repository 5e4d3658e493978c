import { unlinkSync } from "node:fs";
import { errnoOf } from "./errno-of.ts";

/** Deletes a file; nothing where there is none. Other than `rmSync`, whose errors do not tell their cause. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}

/** The same while something else goes wrong, or where the file goes with its process anyway: a failing disk is passed over. */
export function removeFileIfPossible(path: string): void {
  try {
    removeFile(path);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}
