import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { etcNames } from "./etc-names.ts";

/** Lines that change when anything does of what commands see of /etc. */
export function describeEtc(etc = "/etc"): readonly string[] {
  return etcNames.flatMap((name) => describe(join(etc, name)));
}

/** Changes when the entry does, or anything in it. */
function describe(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [path];
  const own = `${path} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
  return stats.isDirectory() ? [own, ...list(path).flatMap((name) => describe(join(path, name)))] : [own];
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
