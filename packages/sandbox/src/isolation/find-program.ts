import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** The first executable file of that name on a PATH; `null` when there is none. */
export function findProgram(name: string, path: string): string | null {
  const candidates = path.split(":").map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    // Most are not there, and an error for each would take longer than all the rest.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
