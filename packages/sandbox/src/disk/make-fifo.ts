import { lateChildProcess } from "../builtins/late-child-process.ts";
import { KimiError } from "@kimi/contracts/errors";

/**
 * Makes a FIFO. Node has no call for it, so `mkfifo` does it, with `standardInput` open as its descriptor 0; names that
 * are not UTF-8 come by renaming. @throws KimiError `workspace`.
 */
export function makeFifo(path: string, mode: number, standardInput: number): void {
  const result = lateChildProcess().spawnSync("mkfifo", ["-m", mode.toString(8), "--", path], {
    encoding: "utf8",
    stdio: [standardInput, "ignore", "pipe"],
  });
  if (result.status === 0) return;
  throw new KimiError(
    "workspace",
    `the FIFO ${path} could not be made: ${result.error?.message ?? result.stderr.trim()}`,
    { cause: result.error },
  );
}
