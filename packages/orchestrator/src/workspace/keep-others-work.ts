import { createHash } from "node:crypto";
import type { Change, RunStore, Snapshot, StoredEvent, Workspaces } from "@kimi/contracts";
import { parseCommandRecord } from "../commands/command-record.ts";
import { isCache } from "./select-kept-changes.ts";
import { isDependencyPath } from "./write-scope.ts";

/** Where it goes, below the run's deliverables folder. */
const keptFolder = "kept";
/** More than this is nobody's typing, and stays in the store alone. */
const maxKeptBytes = 100_000_000;

/** A target that a run worked in, and that is about to be brought to a recorded state. */
export interface Replacement {
  readonly runId: string;
  readonly targetPath: string;
  /** The target as it is. */
  readonly found: Snapshot;
  /** What it is to become. */
  readonly snapshotId: string;
  /** The snapshot of what it was when the run began, which stays in the store. */
  readonly baselineId: string;
  /** Paths in the target that git would not ignore; `null` where nobody can tell. */
  readonly sources: ReadonlySet<string> | null;
}

/** What copying takes. */
export interface KeepingPorts {
  readonly store: Pick<RunStore, "readEvents" | "readArtifact">;
  readonly workspaces: Pick<Workspaces, "changeSet" | "readFile" | "openDeliverables">;
}

/** Files that were copied out of the way. */
export interface KeptWork {
  /** Absolute. */
  readonly folder: string;
  /** Relative to the target, and to the folder. */
  readonly paths: readonly string[];
  /** Links, and what was too much to copy: they are in the store alone, in the snapshot of what was found. */
  readonly left: readonly string[];
}

/**
 * Copies out of the way what would be lost with a target that is brought to a recorded state, and that the run is not
 * known to have written: its user may have gone on working there. What its commands made anew does not count.
 * `null` when there is nothing of the kind. @throws KimiError `disk` when it cannot be copied: nothing is replaced then.
 */
export async function keepOthersWork(
  { store, workspaces }: KeepingPorts,
  { runId, targetPath, found, snapshotId, baselineId, sources }: Replacement,
): Promise<KeptWork | null> {
  const { changes } = await workspaces.changeSet(snapshotId, found.id);
  const lost = changes.filter(isLost);
  if (lost.length === 0) return null;
  const sinceBaseline = await listChanged(workspaces, baselineId, found.id);
  const events = await store.readEvents(runId);
  const written = listWritten(events);
  const after = await readAfter(store, runId, events);
  const changedSince = after === null ? null : await listChanged(workspaces, after, found.id);
  const isOthers = ({ path, kind, after: present }: Change): boolean => {
    if (
      !sinceBaseline.has(path) ||
      isDependencyPath(path) ||
      isCache(path) ||
      written.has(`${present?.hash} ${path}`)
    )
      return false;
    const isCommands = kind === "added" && changedSince?.has(path) === false;
    return !isCommands || sources?.has(path) === true;
  };
  const others = lost.filter(isOthers);
  if (others.length === 0) return null;
  const sink = await workspaces.openDeliverables(targetPath, runId);
  // One for each state, so that none is in the way of a later one.
  const folder = `${keptFolder}/${found.id.slice(0, 8)}`;
  const paths: string[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const { path, after: present } of others) {
    // `null` for a link.
    const content =
      bytes + (present?.size ?? 0) > maxKeptBytes ? null : await workspaces.readFile(found.id, path);
    bytes += content?.length ?? 0;
    if (content === null) left.push(path);
    else {
      await sink.write(`${folder}/${path}`, content);
      paths.push(path);
    }
  }
  return { folder: `${sink.folder}/${folder}`, paths, left };
}

/** One sentence for the run's record and its user. */
export function describeKept({ folder, paths, left }: KeptWork): string {
  const rest = left.length === 0 ? "" : ` Not copied, being links or too large: ${left.join(", ")}.`;
  return `What stood there and the run's own tools had not written is kept in ${folder}: ${paths.join(", ")}.${rest}`;
}

/** A file, or another content, that is not in what the target is to become. */
function isLost({ before, after }: Change): boolean {
  return after !== null && ["file", "symlink"].includes(after.type) && after.hash !== before?.hash;
}

/** What the run's tools wrote, as `<hash> <path>`. */
function listWritten(events: readonly StoredEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ event }) => (event.type === "file-written" ? [`${event.hash} ${event.path}`] : [])),
  );
}

/** The state after the last command that ended; `null` where none did. */
async function readAfter(
  store: Pick<RunStore, "readArtifact">,
  runId: string,
  events: readonly StoredEvent[],
): Promise<string | null> {
  for (const { event } of events.toReversed()) {
    const content = event.type === "command-started" ? await store.readArtifact(runId, event.record) : null;
    const after = content === null ? null : parseCommandRecord(content).after;
    if (after !== null) return after.id;
  }
  return null;
}

async function listChanged(
  workspaces: Pick<Workspaces, "changeSet">,
  from: string,
  to: string,
): Promise<ReadonlySet<string>> {
  const { changes } = await workspaces.changeSet(from, to);
  return new Set(changes.map(({ path }) => path));
}

/** What a tool wrote, as the record of it names it. */
export function hashOfWritten(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
