import { spawn } from "node:child_process";
import { KimiError } from "@kimi/contracts/errors";

/** What counts as source: everything that git would not ignore by the tree's own `.gitignore` files. */
const sourceOnly = [
  // Above the tree lie the user's folders, whose rules are not the project's.
  ..."--no-config --hidden --no-require-git --no-ignore-dot --no-ignore-global --no-ignore-exclude".split(
    " ",
  ),
  ..."--no-ignore-parent --no-follow --glob !**/.git --glob !/.kimi_agent".split(" "),
];

/**
 * Runs ripgrep over the source files of a tree and gives each record of its output to `onRecord`, which returns false
 * to stop it. `separator` ends a record. Returns what it said on standard error and whether it came to its own end.
 */
export async function runRipgrep(
  root: string,
  args: readonly string[],
  { separator, onRecord }: { readonly separator: number; readonly onRecord: (record: Buffer) => boolean },
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const child = spawn(await findRipgrep(), [...sourceOnly, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {},
  });
  let stderr = "";
  child.stderr.on("data", (piece: Buffer) => {
    if (stderr.length < 10_000) stderr += piece.toString("utf8");
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) =>
      reject(new KimiError("workspace", `ripgrep could not be started: ${error.message}`, { cause: error })),
    );
    child.once("close", resolve);
  });
  let rest: Buffer = Buffer.alloc(0);
  child.stdout.on("data", (piece: Buffer) => {
    let bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator)) {
      if (!onRecord(bytes.subarray(0, end))) {
        child.stdout.removeAllListeners("data");
        child.stdout.resume();
        child.kill("SIGKILL");
        return;
      }
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  });
  const exitCode = await ended;
  return { exitCode, stderr };
}

/** Path of the ripgrep that comes with us. @throws KimiError `workspace` when it does not. */
export async function findRipgrep(): Promise<string> {
  try {
    // Imported late: the package throws while it is loaded where it has no binary for the platform.
    const { rgPath } = await import("@vscode/ripgrep");
    return rgPath;
  } catch (error) {
    throw new KimiError(
      "workspace",
      `ripgrep is missing: the optional dependency @vscode/ripgrep-${process.platform}-${process.arch} is not installed; install again without --no-optional`,
      { cause: error },
    );
  }
}
