import { open, rm } from "node:fs/promises";
import { KimiError } from "@kimi/contracts";

/**
 * Writes a file where nothing is yet: whole, or not at all.
 * @throws KimiError `usage` when something is there, `disk` when it cannot be written.
 */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, "wx").catch((error: unknown) => {
    throw asKimiError(error, path);
  });
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw asKimiError(error, path);
  } finally {
    await file.close();
  }
}

function asKimiError(cause: unknown, path: string): KimiError {
  if (cause instanceof Error && "code" in cause && cause.code === "EEXIST")
    return new KimiError("usage", `${path} is there already, and is not replaced: name another file.`);
  const found = cause instanceof Error ? cause.message : String(cause);
  return new KimiError(
    "disk",
    `${path} could not be written: ${found}. Nothing was left there; check that its folder is there, can be written to and has room.`,
    { cause },
  );
}
