import { KimiError } from "@kimi/contracts/errors";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";

/** A path is not what it was when the change was planned: somebody else changed it. Its code is `conflict`. */
export class ChangedMeanwhileError extends KimiError {
  readonly path: RawPath;

  constructor(path: RawPath) {
    super("conflict", `"${toShownPath(path)}" was changed by somebody else while it was about to be written`);
    this.path = path;
  }
}
