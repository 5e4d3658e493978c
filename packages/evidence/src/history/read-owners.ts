import type { LineProvenance } from "@kimi/contracts";
import { followLines } from "../lines/follow-lines.ts";
import type { AppliedRun } from "./applied-run.ts";
import type { OpenHistory } from "./open-history.ts";

/**
 * Which tool call each line of a file in a run's result comes from, by line; `null` for lines that no call wrote. A run
 * may have been applied with an earlier attempt than its trace is about: then the lines are looked up there.
 */
export async function readOwners(
  history: OpenHistory,
  run: AppliedRun,
  { path, lines }: { readonly path: string; readonly lines: readonly string[] },
): Promise<readonly (LineProvenance | null)[]> {
  const trace = await history.readTrace(run.runId);
  if (trace === null) return lines.map(() => null);
  const ranges = trace.lines.filter((range) => range.path === path);
  const ownerOf = (line: number): LineProvenance | null =>
    ranges.find(({ startLine, endLine }) => startLine <= line && line <= endLine) ?? null;
  const tracedId = run.snapshots.get(trace.treeHash) ?? run.finalId;
  if (tracedId === run.finalId) return lines.map((_, index) => ownerOf(index + 1));
  const traced = await history.readLines(tracedId, path);
  const followed = followLines(lines, traced === "gone" || traced === null ? [] : traced);
  return followed.map((at) => (at === null || at.match === "rewritten" ? null : ownerOf(at.line + 1)));
}
