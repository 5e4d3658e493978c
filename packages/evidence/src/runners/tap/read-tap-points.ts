import { readTapLine, type TapLine, type TapPoint } from "./tap-line.ts";

/** A test point with what follows it. */
export interface ReadTapPoint extends TapPoint {
  readonly subtests: readonly ReadTapPoint[];
  /** YAML and comments, without the indentation of subtests. */
  readonly diagnostics: string;
}

export interface TapPoints {
  readonly points: readonly ReadTapPoint[];
  /** What makes the report less than complete: no plan, another number of points than planned, a bail out. */
  readonly problems: readonly string[];
}

interface OpenPoint extends TapPoint {
  readonly subtests: OpenPoint[];
  diagnostics: string;
}

/** What was read at one depth and does not belong to a point above yet. */
interface Level {
  points: OpenPoint[];
  /** `null` before there is one. */
  plan: number | null;
  /** Points there were when the plan came; a plan in their midst is none. */
  pointsBeforePlan: number;
}

/** Reads test points and how they are nested. Subtests come before the point that sums them up, or within its braces. */
export function readTapPoints(report: string): TapPoints {
  const levels: Level[] = [];
  const problems: string[] = [];
  let inYaml = false;
  let attached = false;
  let braces = 0;
  const lines = report.split(/\r?\n/);
  for (const text of lines) {
    const line = readTapLine(text);
    if (inYaml || line.kind === "other") {
      if (/^ +---$/.test(text)) inYaml = true;
      // Mocha indents what it has to say about a point, right below it.
      attached &&= /^(?: {2,}\S| *$)/.test(text);
      addDiagnostics(levels, text, inYaml || attached);
      if (/^ +\.\.\.$/.test(text)) inYaml = false;
    } else if (line.kind === "bail-out") {
      problems.push(`The runner bailed out${line.reason === "" ? "." : `: ${line.reason}`}`);
      break;
    } else {
      attached = line.kind === "point" && !line.ok;
      if (line.kind === "close") braces -= 1;
      if (line.kind === "point" && line.opens) braces += 1;
      problems.push(...readInto(levels, line));
    }
  }
  if (readTapLine(lines.at(-1) ?? "").kind !== "other") problems.push("The report ends within a line.");
  const [top = emptyLevel(), ...open] = levels;
  if (braces > 0 || open.some(({ points, plan }) => points.length > 0 || plan !== null)) {
    problems.push("The report ends within subtests: it is truncated.");
  }
  return { points: top.points, problems: [...problems, ...closeLevel(top, "The report")] };
}

function emptyLevel(): Level {
  return { points: [], plan: null, pointsBeforePlan: 0 };
}

type ResultLine = Exclude<TapLine, { readonly kind: "other" | "bail-out" }>;

function readInto(levels: Level[], line: ResultLine): readonly string[] {
  while (levels.length <= line.depth) levels.push(emptyLevel());
  const level = levels[line.depth] ?? emptyLevel();
  if (line.kind === "plan") return takePlan(level, line.skipped ? 0 : line.count);
  if (line.kind === "point") return takePoint(levels, level, line);
  return closeSubtests(levels, line.depth, level.points.at(-1));
}

function takePlan(level: Level, count: number): readonly string[] {
  if (level.plan !== null) return ["The report holds two plans: it is not the work of one runner."];
  level.plan = count;
  level.pointsBeforePlan = level.points.length;
  return [];
}

function takePoint(levels: Level[], level: Level, line: TapLine & TapPoint): readonly string[] {
  const { depth, ...parts } = line;
  const place = level.points.length + 1;
  const point: OpenPoint = { ...parts, number: parts.number ?? place, subtests: [], diagnostics: "" };
  const problems = point.opens ? [] : closeSubtests(levels, depth, point);
  level.points.push(point);
  return point.number === place
    ? problems
    : [...problems, `The report numbers its test ${place} as ${point.number}.`];
}

/** What is open below a depth belongs to `parent`. */
function closeSubtests(levels: Level[], depth: number, parent: OpenPoint | undefined): readonly string[] {
  const [below, ...deeper] = levels.splice(depth + 1);
  if (below === undefined || parent === undefined) return [];
  parent.subtests.push(...below.points);
  const unclosed = deeper.some(({ points }) => points.length > 0);
  return [
    ...(unclosed ? [`The subtests of “${parent.description}” have subtests that belong to no test.`] : []),
    ...(below.points.length === 0 ? [] : closeLevel(below, `“${parent.description}”`)),
  ];
}

function closeLevel({ points, plan, pointsBeforePlan }: Level, what: string): readonly string[] {
  if (plan === null) return [`${what} holds no plan: it is truncated, or no TAP.`];
  if (pointsBeforePlan !== 0 && pointsBeforePlan !== points.length) {
    return [`${what} goes on after its plan.`];
  }
  return plan === points.length ? [] : [`${what} plans ${plan} tests and holds ${points.length}.`];
}

/** YAML and comments belong to the point before them; what else is printed in between belongs to nobody. */
function addDiagnostics(levels: readonly Level[], text: string, isIts: boolean): void {
  const depth = levels.findLastIndex(({ points }) => points.length > 0);
  const point = levels[depth]?.points.at(-1);
  // What comes next is announced, and says nothing about what was.
  if (point === undefined || (!isIts && !/^\s*#(?! Subtest: )/.test(text))) return;
  point.diagnostics += `${point.diagnostics === "" ? "" : "\n"}${text.slice(4 * depth)}`;
}
