import type { LineProvenance, LineStep } from "@kimi/contracts";
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
  /** As in a `LineExplanation`. */
  readonly kind: "run" | "command" | "edited" | "unknown-author" | "before" | "untouched";
  /** The run that wrote it; for `before` the oldest that was looked at, else `null`. */
  readonly run: AppliedRun | null;
  /** When somebody else wrote or edited it; `null` when nobody did. */
  readonly between: Between | null;
  /** Lines that one tool call wrote; `null` when none did. */
  readonly provenance: LineProvenance | null;
  readonly trail: readonly LineStep[];
}

/** A line on its way back. */
interface Cursor {
  /** 0-based, in the state that was reached. */
  readonly line: number;
  readonly trail: readonly LineStep[];
  /** When it was last rewritten on the way. */
  readonly edit: Between | null;
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
  let state = { path, lines };
  let newer: AppliedRun | null = null;
  let last: AppliedRun | null = null;
  let cursors = lines.map((_, line): Cursor => ({ line, trail: [], edit: null, origin: null }));
  for (const [index, run] of history.runs.entries()) {
    if (cursors.every(({ origin }) => origin !== null)) break;
    const at = await findRenamed(history, { runs: history.runs.slice(index), ...state });
    if (at === null) continue;
    const visit = await visitRun(history, run, at, { state: state.lines, until: newer });
    cursors = cursors.map((cursor) => (cursor.origin === null ? visit.follow(cursor) : cursor));
    [newer, last] = [run, run];
    if (visit.before === null) continue;
    state = { path: at, lines: visit.before };
  }
  return cursors.map(({ origin, edit, trail }) => {
    if (origin !== null) return origin;
    const kind = last === null ? "untouched" : edit === null ? "before" : "unknown-author";
    return { kind, run: last, between: edit, provenance: null, trail };
  });
}

interface Visit {
  follow(cursor: Cursor): Cursor;
  /** The file before the run; `null` when it was not there, or is not known. */
  readonly before: readonly string[] | null;
}

/** What one run tells of the lines of a file. */
async function visitRun(
  history: OpenHistory,
  run: AppliedRun,
  path: string,
  { state, until }: { readonly state: readonly string[]; readonly until: AppliedRun | null },
): Promise<Visit> {
  const after = await history.readLines(run.finalId, path);
  const before = await history.readLines(run.baselineId, path);
  const step = (when: string, at: FollowedLine | null): LineStep => ({
    state: `${when} run ${run.runId}`,
    path,
    line: at === null ? null : at.line + 1,
    match: at?.match ?? null,
  });
  if (after === "gone" || before === "gone") {
    const lost = (cursor: Cursor): Cursor => ({
      ...cursor,
      trail: [...cursor.trail, step("no longer kept: the result of", null)],
    });
    return { follow: lost, before: null };
  }
  const sinceRun = followLines(state, after ?? []);
  const throughRun = followLines(after ?? [], before ?? []);
  const owners = await readOwners(history, run, { path, lines: after ?? [] });
  const follow = (cursor: Cursor): Cursor => {
    const found = sinceRun[cursor.line] ?? null;
    const between = { after: run, before: until };
    const seen = { ...cursor, trail: [...cursor.trail, step("after", found)] };
    if (found === null) return end(seen, { kind: "unknown-author", run: null, between, provenance: null });
    const edit = cursor.edit ?? (found.match === "rewritten" ? between : null);
    const owner = owners[found.line] ?? null;
    const written = { run, between: edit, provenance: owner };
    if (owner !== null) return end(seen, { kind: edit === null ? "run" : "edited", ...written });
    const older = throughRun[found.line] ?? null;
    const passed = { ...seen, trail: [...seen.trail, step("before", older)] };
    // What a tool call rewrites is the call's: this was rewritten, or written, by a command.
    if (older === null || older.match === "rewritten") return end(passed, { kind: "command", ...written });
    return { ...passed, line: older.line, edit };
  };
  return { follow, before };
}

function end(cursor: Cursor, origin: Omit<LineOrigin, "trail">): Cursor {
  return { ...cursor, origin: { ...origin, trail: cursor.trail } };
}
