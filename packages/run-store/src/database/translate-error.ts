import { KimiError } from "@kimi/contracts";
import { hasNoRoom } from "./has-no-room.ts";
import { describePlace, type StorePlace } from "./store-place.ts";

interface Explanation {
  readonly found: string;
  readonly advice: string;
  readonly retryable: boolean;
}

const diskFull: Explanation = {
  found: "the disk is full",
  advice:
    "Remove or move away other files on that disk, since giving up snapshots or runs needs some room itself; then try again, or resume the run: everything acknowledged so far is kept.",
  retryable: true,
};
const readOnly: Explanation = {
  found: "it cannot be written to",
  advice: "Make the folder and its files writable for you, or point KIMI_AGENT_HOME at a folder that is.",
  retryable: false,
};
const locked: Explanation = {
  found: "another program keeps it locked",
  advice: "Close the program that has it open (a database browser, a backup) and try again.",
  retryable: true,
};
const foreign: Explanation = {
  found: "it is not an SQLite database",
  advice: "Move the file away, or point KIMI_AGENT_HOME at another folder; nothing was changed.",
  retryable: false,
};
const damaged: Explanation = {
  found: "it is damaged",
  advice:
    "Nothing was changed. Keep a copy and try `sqlite3 runs.db .recover`, or move it away to start afresh.",
  retryable: false,
};
const inputOutput: Explanation = {
  found: "the disk reported an error",
  advice: "Check the disk and the mount; everything acknowledged so far is kept.",
  retryable: true,
};
const unreachable: Explanation = {
  found: "it cannot be opened",
  advice: "Check that the folder exists, is yours, and is no file; or point KIMI_AGENT_HOME elsewhere.",
  retryable: false,
};

// The code of SQLite or of the system call, without the extension that SQLite adds after its first two words.
const explanations: ReadonlyMap<string, Explanation> = new Map([
  ["SQLITE_FULL", diskFull],
  ["ENOSPC", diskFull],
  ["EDQUOT", diskFull],
  ["SQLITE_READONLY", readOnly],
  ["SQLITE_PERM", readOnly],
  ["EROFS", readOnly],
  ["EACCES", readOnly],
  ["EPERM", readOnly],
  ["SQLITE_BUSY", locked],
  ["SQLITE_LOCKED", locked],
  ["SQLITE_PROTOCOL", locked],
  ["SQLITE_NOTADB", foreign],
  ["SQLITE_CORRUPT", damaged],
  ["SQLITE_IOERR", inputOutput],
  ["EIO", inputOutput],
  ["SQLITE_CANTOPEN", unreachable],
  ["ENOTDIR", unreachable],
  ["EISDIR", unreachable],
  ["EEXIST", unreachable],
  ["ENOENT", unreachable],
]);

/**
 * The KimiError that an error of SQLite or of the file system means: `internal` for a run that does not exist,
 * `store` with the cause in clear words for the rest. A KimiError passes through.
 */
export function translateError(error: unknown, file: string, place: StorePlace): KimiError {
  if (error instanceof KimiError) return error;
  const code = errorCode(error);
  if (code === "SQLITE_CONSTRAINT_FOREIGNKEY" && place.runId !== null) return missingRun(place.runId, error);
  const explanation = explain(code, file);
  const details = { file, table: place.table, runId: place.runId, cause: code };
  if (explanation === undefined) {
    const reason = error instanceof Error ? error.message : String(error);
    return new KimiError(
      "store",
      `The run store ${file} failed (${describePlace(place)}): ${reason} (${code}).`,
      {
        details,
        cause: error,
      },
    );
  }
  return new KimiError(
    "store",
    `The run store ${file} cannot be used: ${explanation.found} (${code}; ${describePlace(place)}). ${explanation.advice}`,
    { retryable: explanation.retryable, details, cause: error },
  );
}

function explain(code: string, file: string): Explanation | undefined {
  const explanation = explanations.get(code.split("_").slice(0, 2).join("_"));
  // SQLite says so little of the files beside the database, such as SQLITE_IOERR_SHMSIZE of its index of the log.
  const mayBeFull = explanation === inputOutput || explanation === unreachable;
  return mayBeFull && hasNoRoom(file) ? diskFull : explanation;
}

/** The error of asking something of a run that was never created: a defect of the caller. */
export function missingRun(runId: string, cause?: unknown): KimiError {
  return new KimiError(
    "internal",
    `The run store has no run ${runId}. A run must be created before anything is recorded in it or read from it.`,
    { details: { runId }, cause },
  );
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}
