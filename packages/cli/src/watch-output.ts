import type { Writable } from "node:stream";
import { lossExitCode } from "./loss-exit-code.ts";

/** What becomes of what is written to stdout. */
export interface WatchedOutput {
  /** Waits until all is written; says so on stderr if something was lost, and gives the exit code that it then is. */
  settle(exitCode: number): Promise<number>;
}

/**
 * Watches stdout, and keeps what fails there from ending the program. Whoever reads may stop reading, as `head` does, or
 * be gone with its terminal: nothing is lost then that anybody waits for.
 */
export function watchOutput(
  stdout: Writable & { readonly isTTY?: boolean },
  stderr: Pick<Writable, "write">,
): WatchedOutput {
  let lost: Error | null = null;
  stdout.on("error", (error) => {
    // What is written after the first failure fails for being written after it.
    lost ??= isGone(error, stdout.isTTY ?? false) ? null : error;
  });
  return {
    async settle(exitCode) {
      await new Promise<void>((resolve) => void stdout.write("", () => resolve()));
      // The error is told after the write.
      await new Promise<void>((resolve) => void setImmediate(resolve));
      if (lost === null) return exitCode;
      stderr.write(
        `kimi-agent: stdout could not be written to (${lost.message}), and output is lost. What was done stands: have the output go elsewhere, or make room, and ask for it again.\n`,
      );
      return lossExitCode(exitCode);
    },
  };
}

function isGone(error: Error, isTerminal: boolean): boolean {
  const code = "code" in error ? error.code : undefined;
  return code === "EPIPE" || (isTerminal && code === "EIO");
}
