import type { LineMatch } from "@kimi/contracts";
import { diffArrays } from "diff";
import { similarity, wordsOf } from "./similarity.ts";

/** Where a line stood in an older state of its file. */
export interface FollowedLine {
  /** 0-based. */
  readonly line: number;
  readonly match: LineMatch;
}

/** Insertions and removals after which two states are too different for a diff; then only unique lines are found. */
const maxEdits = 1_000;
/** How alike a line and the one it replaces must be. */
const leastAlike = 0.6;

/** A stretch that a diff shows as replaced: line numbers of both sides, 0-based. */
interface Hunk {
  readonly newer: number[];
  readonly older: number[];
}

/**
 * Where each line of `newer` stood in `older`; `null` for one that is new. First by a diff, then within each stretch the
 * diff shows as replaced by what differs in white space alone, then anywhere by lines that occur once on both sides and
 * what stands next to them, and last, within a stretch, by likeness of words.
 */
export function followLines(
  newer: readonly string[],
  older: readonly string[],
): readonly (FollowedLine | null)[] {
  const found = Array.from({ length: newer.length }, (): FollowedLine | null => null);
  const match = (at: number, line: number, how: LineMatch): void => {
    found[at] = { line, match: how };
  };
  const hunks = diffLines(newer, older, match);
  for (const hunk of hunks) matchWhiteSpace(hunk, newer, older, match);
  matchMoved(openLines(hunks, found), newer, older, match);
  const open = hunks.map((hunk) => openLines([hunk], found));
  for (const hunk of open) matchRewritten(hunk, newer, older, match);
  return found;
}

type Match = (newerLine: number, olderLine: number, how: LineMatch) => void;

function diffLines(newer: readonly string[], older: readonly string[], match: Match): readonly Hunk[] {
  const parts = diffArrays(older.map(withoutReturn), newer.map(withoutReturn), { maxEditLength: maxEdits });
  // Nothing comes back when the two are too different: one hunk over everything.
  if (parts === undefined) return [{ newer: [...newer.keys()], older: [...older.keys()] }];
  const hunks: Hunk[] = [];
  let [atNewer, atOlder] = [0, 0];
  let hunk: Hunk | null = null;
  for (const { added, removed, value } of parts) {
    const numbers = (start: number): readonly number[] => value.map((_, index) => start + index);
    if (!added && !removed) {
      for (const index of value.keys()) match(atNewer + index, atOlder + index, "same");
      hunk = null;
    } else {
      if (hunk === null) hunks.push((hunk = { newer: [], older: [] }));
      if (added) hunk.newer.push(...numbers(atNewer));
      else hunk.older.push(...numbers(atOlder));
    }
    if (!removed) atNewer += value.length;
    if (!added) atOlder += value.length;
  }
  return hunks;
}

function matchWhiteSpace(hunk: Hunk, newer: readonly string[], older: readonly string[], match: Match): void {
  if (hunk.newer.length === 0 || hunk.older.length === 0) return;
  const parts = diffArrays(pickCollapsed(older, hunk.older), pickCollapsed(newer, hunk.newer), {
    maxEditLength: maxEdits,
  });
  let [atNewer, atOlder] = [0, 0];
  for (const { added, removed, value } of parts ?? []) {
    if (!added && !removed) {
      for (const [index, text] of value.entries()) {
        const [to, from] = [hunk.newer[atNewer + index], hunk.older[atOlder + index]];
        if (text !== "" && to !== undefined && from !== undefined) match(to, from, "white-space");
      }
    }
    if (!removed) atNewer += value.length;
    if (!added) atOlder += value.length;
  }
}

/** Lines with words that occur once among what is open on both sides, and the open ones next to them that agree. */
function matchMoved(open: Hunk, newer: readonly string[], older: readonly string[], match: Match): void {
  const uniqueNewer = indexUnique(open.newer, newer);
  const uniqueOlder = indexUnique(open.older, older);
  const free = { newer: new Set(open.newer), older: new Set(open.older) };
  const take = (to: number, from: number): boolean => {
    const fits =
      free.newer.has(to) && free.older.has(from) && collapse(newer[to] ?? "") === collapse(older[from] ?? "");
    if (!fits) return false;
    free.newer.delete(to);
    free.older.delete(from);
    match(to, from, "moved");
    return true;
  };
  for (const [text, to] of uniqueNewer) {
    const from = uniqueOlder.get(text);
    if (from === undefined || !take(to, from)) continue;
    for (let step = 1; take(to + step, from + step); step += 1);
    for (let step = 1; take(to - step, from - step); step += 1);
  }
}

/** Each open line and the most alike of those it can stand for, in order of likeness. */
function matchRewritten(hunk: Hunk, newer: readonly string[], older: readonly string[], match: Match): void {
  if (hunk.newer.length * hunk.older.length > 40_000) return;
  const wordsOfOlder = new Map(hunk.older.map((from) => [from, wordsOf(older[from] ?? "")]));
  const pairs = hunk.newer.flatMap((to) => {
    const words = wordsOf(newer[to] ?? "");
    return [...wordsOfOlder].map(([from, before]) => ({ to, from, likeness: similarity(words, before) }));
  });
  const taken = { newer: new Set<number>(), older: new Set<number>() };
  for (const { to, from, likeness } of pairs.toSorted((a, b) => b.likeness - a.likeness)) {
    if (likeness < leastAlike || taken.newer.has(to) || taken.older.has(from)) continue;
    taken.newer.add(to);
    taken.older.add(from);
    match(to, from, "rewritten");
  }
}

function openLines(hunks: readonly Hunk[], found: readonly (FollowedLine | null)[]): Hunk {
  const taken = new Set(found.flatMap((each) => (each === null ? [] : [each.line])));
  return {
    newer: hunks.flatMap((hunk) => hunk.newer).filter((line) => found[line] === null),
    older: hunks.flatMap((hunk) => hunk.older).filter((line) => !taken.has(line)),
  };
}

/** A closing bracket alone says nothing of where it comes from. */
function indexUnique(numbers: readonly number[], lines: readonly string[]): ReadonlyMap<string, number> {
  const byText = Map.groupBy(numbers, (number) => collapse(lines[number] ?? ""));
  return new Map(
    [...byText].flatMap(([text, [first, ...more]]) =>
      first !== undefined && more.length === 0 && /[\p{L}\p{N}]{3}/u.test(text) ? [[text, first]] : [],
    ),
  );
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function pickCollapsed(lines: readonly string[], numbers: readonly number[]): string[] {
  return numbers.map((number) => collapse(lines[number] ?? ""));
}

function collapse(line: string): string {
  return line.trim().replaceAll(/\s+/g, " ");
}
