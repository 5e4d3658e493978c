import type { LineExplanation, LineProvenance, LineStep } from "@kimi/contracts";
import { type FollowedLine, followLines } from "../lines/follow-lines.ts";
import type { AppliedRun } from "./applied-run.ts";
import { findRenamed } from "./find-renamed.ts";
import type { OpenHistory } from "./open-history.ts";
import { readOwners } from "./read-owners.ts";

/** The time after one applied run and before the next; `before` is `null` when there is no next. */
export interface Between {
  readonly after: AppliedRun;
  readonly before: AppliedRun | null;
}

/** Where a line of a file as it stands comes from. */
export interface LineOrigin {
  readonly kind: LineExplanation["origin"];
  /** The run that wrote it; for `before` the oldest that was looked at, for `lost` the one not kept; else `null`. */
  readonly run: AppliedRun | null;
  /** When somebody else wrote or edited it; `null` when nobody did. */
  readonly between: Between | null;
  /** Lines that one tool call wrote; `null` when none did. */
  readonly provenance: LineProvenance | null;
  readonly trail: readonly LineStep[];
}

/** A state of a file that was reached on the way back. */
interface FileState {
  readonly path: string;
  readonly lines: readonly string[];
  /** Hex SHA-256 of the content; `null` when it is not known. */
  readonly hash: string | null;
}

/** A line on its way back. */
interface Cursor {
  /** 0-based, in the state that was reached. */
  readonly line: number;
  readonly trail: readonly LineStep[];
  /** When it was last rewritten on the way. */
  readonly edit: Between | null;
  /** The last run on the way of which something was no longer kept. */
  readonly lost: AppliedRun | null;
  readonly origin: LineOrigin | null;
}

/**
 * Follows all lines of a file back through the applied runs of its project, latest first: through what was edited since
 * a run, then through the run itself, until the run that wrote the line is found or no older state is known.
 */
export async function traceBack(
  history: OpenHistory,
  path: string,
  lines: readonly string[],
): Promise<readonly LineOrigin[]> {
  let state: FileState = { path, lines, hash: await history.hashPresent(path) };
  let newer: AppliedRun | null = null;
  let cursors = lines.map((_, line): Cursor => ({ line, trail: [], edit: null, lost: null, origin: null }));
  for (const [index, run] of history.runs.entries()) {
    if (cursors.every(({ origin }) => origin !== null)) break;
    const at = await findRenamed(history, { runs: history.runs.slice(index), ...state });
    if (at === null) continue;
    const visit = await visitRun(history, { run, until: newer }, at, state);
    cursors = cursors.map((cursor) => (cursor.origin === null ? visit.follow(cursor) : cursor));
    newer = run;
    state = visit.state;
  }
  const oldest = newer;
  return cursors.map((cursor) => {
    const kind = oldest === null ? "untouched" : cursor.edit === null ? "before" : "unknown-author";
    const { edit: between } = cursor;
    return cursor.origin ?? end(cursor, { kind, run: oldest, between, provenance: null });
  });
}

interface Visit {
  follow(cursor: Cursor): Cursor;
  /** The oldest state that is known now. */
  readonly state: FileState;
}

/** What one run tells of the lines of a file. */
async function visitRun(
  history: OpenHistory,
  { run, until }: { readonly run: AppliedRun; readonly until: AppliedRun | null },
  path: string,
  state: FileState,
): Promise<Visit> {
  const change = run.changed.get(path) ?? { before: null, after: null };
  const kept = await history.readLines(run.finalId, path);
  // Nobody touched the file since the run: what is not kept as a snapshot stands there.
  const after = kept === "gone" && state.hash === change.after ? state.lines : kept;
  if (after === "gone") return { follow: (cursor) => lose(cursor, run, path), state };
  const before = await history.readLines(run.baselineId, path);
  const sinceRun = followLines(state.lines, after ?? []);
  const throughRun = before === "gone" ? null : followLines(after ?? [], before ?? []);
  const owners = await readOwners(history, run, { path, lines: after ?? [] });
  const follow = (cursor: Cursor): Cursor => {
    const found = sinceRun[cursor.line] ?? null;
    const between = { after: run, before: until };
    const seen = pass(cursor, { state: `after run ${run.runId}`, path, at: found });
    if (found === null) return settle(seen, { kind: "unknown-author", run: null, between, provenance: null });
    const edit = cursor.edit ?? (found.match === "rewritten" ? between : null);
    const owner = owners[found.line] ?? null;
    const written = { run, between: edit, provenance: owner };
    if (owner !== null) return settle(seen, { kind: edit === null ? "run" : "edited", ...written });
    if (throughRun === null) return { ...lose(seen, run, path), line: found.line, edit };
    const older = throughRun[found.line] ?? null;
    const passed = pass(seen, { state: `before run ${run.runId}`, path, at: older });
    // What a tool call rewrites is the call's: this was rewritten, or written, by a command.
    if (older === null || older.match === "rewritten") return settle(passed, { kind: "command", ...written });
    return { ...passed, line: older.line, edit };
  };
  const reached =
    before === "gone"
      ? { lines: after ?? [], hash: change.after }
      : { lines: before ?? [], hash: change.before };
  return { follow, state: { path, ...reached } };
}

function pass(
  cursor: Cursor,
  { state, path, at }: { readonly state: string; readonly path: string; readonly at: FollowedLine | null },
): Cursor {
  const step = { state, path, line: at === null ? null : at.line + 1, match: at?.match ?? null };
  return { ...cursor, trail: [...cursor.trail, step] };
}

function lose(cursor: Cursor, run: AppliedRun, path: string): Cursor {
  return { ...pass(cursor, { state: `not kept any more: run ${run.runId}`, path, at: null }), lost: run };
}

function settle(cursor: Cursor, origin: Omit<LineOrigin, "trail">): Cursor {
  return { ...cursor, origin: end(cursor, origin) };
}

/** Where something was not kept on the way, it may have been written there instead of at an unknown time before. */
function end({ lost, trail }: Cursor, origin: Omit<LineOrigin, "trail">): LineOrigin {
  const isOpen = origin.kind === "unknown-author" || origin.kind === "before";
  if (lost === null || !isOpen) return { ...origin, trail };
  return { kind: "lost", run: lost, between: null, provenance: null, trail };
}
