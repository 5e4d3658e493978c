import { KimiError } from "@kimi/contracts/errors";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";

/** A component of a path is a link, or no folder at all. Its code is `path-refused`. */
export class LinkInTheWayError extends KimiError {
  /** `target` is where the link points, `null` when it is none. */
  constructor(path: RawPath, target: RawPath | null) {
    const shown = toShownPath(path);
    super(
      "path-refused",
      target === null
        ? `"${shown}" is no folder, so nothing below it can be reached`
        : `"${shown}" is a symbolic link to "${toShownPath(target)}" and links are not followed: use the path it leads to, if that is inside the tree`,
    );
  }
}
