import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";

/** What is thrown when an entry could not be recorded. `shownPath` as people see it. */
export function unreadable(shownPath: string, error: unknown): KimiError {
  if (error instanceof KimiError) return error;
  return new KimiError(
    "workspace",
    `"${shownPath}" cannot be read (${errnoOf(error) ?? String(error)}), so it could not be brought back: make it readable, or move it out of the folder`,
    { cause: error },
  );
}
