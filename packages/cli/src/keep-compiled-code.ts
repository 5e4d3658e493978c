import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

/**
 * Keeps V8's compiled code of the modules that load from now on below `home`, so that later starts need not compile.
 * A home that is not there is not made for it, unless the command makes one anyway. Never fails: it only costs time.
 */
export function keepCompiledCode(home: string, [command]: readonly string[]): void {
  if (existsSync(home) || command === "run") enableCompileCache(join(home, "compiled"));
}
