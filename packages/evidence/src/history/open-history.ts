import { createHash } from "node:crypto";
import { isKimiError, type ProjectHistory, type Trace } from "@kimi/contracts";
import { decodeText } from "../decode-text.ts";
import { splitLines } from "../lines/split-lines.ts";
import { type AppliedRun, readAppliedRuns, readTraceOf } from "./applied-run.ts";

/** The applied runs of a project, with what is read of them; each thing is read once. */
export interface OpenHistory {
  /** Latest applied first. */
  readonly runs: readonly AppliedRun[];
  /** Lines of a file in a snapshot: `null` when there is no text there, `"gone"` when the snapshot is no longer kept. */
  readLines(snapshotId: string, path: string): Promise<readonly string[] | null | "gone">;
  readTrace(runId: string): Promise<Trace | null>;
  /** Lines of a file of the project as it stands; `null` when there is no text there. */
  readPresentLines(path: string): Promise<readonly string[] | null>;
  /** Hex SHA-256 of a file of the project as it stands; `null` when there is none. */
  hashPresent(path: string): Promise<string | null>;
}

/** Reads the list of applied runs; everything else is read when it is asked for. */
export async function openHistory(project: ProjectHistory): Promise<OpenHistory> {
  const runs = await readAppliedRuns(project);
  const readLines = remember(async (key) => {
    const { snapshotId, path } = parseKey(key);
    try {
      return toLines(await project.workspaces.readFile(snapshotId, path));
    } catch (error) {
      if (isKimiError(error, "workspace", "store", "usage")) return "gone";
      throw error;
    }
  });
  return {
    runs,
    readLines: (snapshotId, path) => readLines(`${snapshotId}\0${path}`),
    readTrace: remember((runId) => readTraceOf(project.store, runId)),
    readPresentLines: remember(async (path) => toLines(await project.readPresent(path))),
    async hashPresent(path) {
      const content = await project.readPresent(path);
      return content === null ? null : createHash("sha256").update(content).digest("hex");
    },
  };
}

function parseKey(key: string): { readonly snapshotId: string; readonly path: string } {
  const end = key.indexOf("\0");
  return { snapshotId: key.slice(0, end), path: key.slice(end + 1) };
}

function toLines(content: Uint8Array | null): readonly string[] | null {
  const text = decodeText(content);
  return text === null ? null : splitLines(text);
}

function remember<Value>(read: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (key) => {
    const value = known.get(key) ?? read(key);
    known.set(key, value);
    return value;
  };
}
