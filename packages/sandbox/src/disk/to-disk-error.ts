import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "./errno-of.ts";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO"]);
/** What nobody but who looks after the folder can change. */
const closed: Readonly<Record<string, string>> = {
  EACCES: "permission is denied (EACCES); allow this user to write there",
  EPERM: "permission is denied (EPERM); allow this user to write there",
};

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
  if (errno === "EROFS") {
    return new KimiError(
      "disk",
      `${whatFailed}: its file system can only be read (EROFS); mount it for writing`,
      { cause: error },
    );
  }
  return full.has(reason)
    ? new KimiError(
        "disk",
        `${whatFailed}: the disk is full or failing (${reason}); make room and try again`,
        {
          cause: error,
          retryable: true,
        },
      )
    : new KimiError("workspace", `${whatFailed}: ${closed[reason] ?? describe(error)}`, { cause: error });
}

/** What the system said, without the path that it was asked with: that one holds for this process alone. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return errnoOf(error) === null ? error.message : error.message.replace(/, \w+(?: '[^]*)?$/, "");
}
