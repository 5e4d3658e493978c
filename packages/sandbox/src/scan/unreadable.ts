import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { toDiskError } from "../disk/to-disk-error.ts";

/** What is thrown when an entry could not be recorded. `shownPath` as people see it. */
export function unreadable(shownPath: string, error: unknown): KimiError {
  if (error instanceof KimiError) return error;
  // Not the entry's fault, and nothing about it can be changed.
  if (["EIO", "EMFILE", "ENFILE"].includes(errnoOf(error) ?? ""))
    return toDiskError(error, `"${shownPath}" could not be read`);
  return new KimiError(
    "workspace",
    `"${shownPath}" cannot be read (${errnoOf(error) ?? String(error)}), so it could not be brought back: make it readable, or move it out of the folder`,
    { cause: error },
  );
}
