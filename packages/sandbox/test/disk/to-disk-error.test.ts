import { mkdirSync, renameSync } from "node:fs";
import { expect, it } from "vitest";
import { toDiskError } from "../../src/disk/to-disk-error.ts";

function thrownBy(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

it("says what the system said, and no path that holds for this process alone", () => {
  const made = thrownBy(() => mkdirSync("/proc/self/fd/none/x"));
  expect(toDiskError(made, "/project could not be written")).toMatchObject({
    code: "workspace",
    message: "/project could not be written: ENOENT: no such file or directory",
  });
  const renamed = thrownBy(() => renameSync("/proc/self/fd/none/x", "/proc/self/fd/none/it's"));
  expect(toDiskError(renamed, "x").message).toBe("x: ENOENT: no such file or directory");
});

it.each([
  ["EACCES", "workspace", "x: permission is denied (EACCES); allow this user to write there", false],
  ["EROFS", "disk", "x: its file system can only be read (EROFS); mount it for writing", false],
  ["ENOSPC", "disk", "x: the disk is full or failing (ENOSPC); make room and try again", true],
])("tells %s apart", (code, kind, message, retryable) => {
  const error = Object.assign(new Error(`${code}: said, mkdir '/proc/self/fd/28/x'`), { code });
  expect(toDiskError(error, "x")).toMatchObject({ code: kind, message, retryable });
});
