import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "./process-owner.ts";
import { removeFileIfPossible } from "./remove-file.ts";

/** Deletes what processes that are no more had begun to write durably in a folder; nothing where there is none. */
export function removeTemporaries(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) removeFileIfPossible(join(folder, name));
  }
}
