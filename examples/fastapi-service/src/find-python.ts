import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The first `python3` on PATH that has the modules; `null` when none does. */
export async function findPython(modules: readonly string[]): Promise<string | null> {
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const python = path.join(folder, "python3");
    try {
      await access(python, constants.X_OK);
      await run(python, ["-c", modules.map((name) => `import ${name}`).join("\n")]);
      return python;
    } catch {
      // Not there, or without one of the modules: the next folder may have it.
    }
  }
  return null;
}
