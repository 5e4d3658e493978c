import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";

/**
 * Makes the folder that holds the store, for its owner alone, with all folders that lead to it, unless it is there.
 * @throws KimiError `usage` when it is not absolute, or cannot be made or written to.
 */
export function makeHome(home: string): void {
  if (!isAbsolute(home)) {
    throw new KimiError("usage", `"${home}" cannot hold the store: expected an absolute path`);
  }
  try {
    makeFolder(home);
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (errnoOf(error) === null || !(error instanceof Error)) throw error;
    throw new KimiError(
      "usage",
      `the home folder ${home} cannot be used (${error.message}): expected a folder of yours that can be made and written to; set KIMI_AGENT_HOME to one`,
      { cause: error },
    );
  }
}

/** One folder at a time: told to make all of them, Node tries forever where a folder's file system holds no others. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if (errnoOf(error) !== "EEXIST" || !statSync(path).isDirectory()) throw error;
  }
}
