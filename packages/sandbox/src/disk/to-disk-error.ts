import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "./errno-of.ts";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"]);

/** A system error as a KimiError: `disk` when the disk is full or fails, else `workspace`. A KimiError stays as it is. */
export function toDiskError(error: unknown, whatFailed: string): KimiError {
  if (error instanceof KimiError) return error;
  const errno = errnoOf(error);
  if (errno === "EXDEV") {
    return new KimiError(
      "workspace",
      `${whatFailed}: a path lies on another file system mounted inside the folder, and files are not moved across; unmount it or leave that path out`,
      { cause: error },
    );
  }
  if (errno === "EMFILE" || errno === "ENFILE") {
    return new KimiError(
      "disk",
      `${whatFailed}: too many files are open (${errno}); allow more (ulimit -n) and try again`,
      { cause: error, retryable: true },
    );
  }
  const reason = errno ?? String(error);
  return full.has(reason)
    ? new KimiError(
        "disk",
        `${whatFailed}: the disk is full or failing (${reason}); make room and try again`,
        {
          cause: error,
          retryable: true,
        },
      )
    : new KimiError("workspace", `${whatFailed}: ${error instanceof Error ? error.message : reason}`, {
        cause: error,
      });
}
