import { existsSync, mkdirSync } from "node:fs";
// By its default: an old Node refuses to link a name that it lacks, before it can be refused itself.
import nodeModule from "node:module";
import { join } from "node:path";

/**
 * Keeps V8's compiled code of the modules that load from now on below `home`, so that later starts need not compile.
 * A home that is not there is not made for it, unless the command makes one anyway. Never fails: it only costs time.
 */
export function keepCompiledCode(home: string, [command]: readonly string[]): void {
  if (!existsSync(home) && (command !== "run" || !isMade(home))) return;
  nodeModule.enableCompileCache(join(home, "compiled"));
}

/** Closed to others from the start, as the store makes it. Where more is missing than the folder itself, the store says why. */
function isMade(home: string): boolean {
  try {
    mkdirSync(home, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}
