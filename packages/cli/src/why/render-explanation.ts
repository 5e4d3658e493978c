import type { AskingRequirement, LineExplanation, LineMatch, LineStep } from "@kimi/contracts";
import { wrapText } from "../layout/wrap-text.ts";

/** What a line was found as, in words; an unchanged one needs none. */
const matches: Readonly<Record<LineMatch, string>> = {
  same: "",
  "white-space": ", but for white space",
  moved: ", moved",
  rewritten: ", rewritten since",
};

/** Who asked for a line, for people. @param columns Width of lines; code and documentation are left as they are. */
export function renderExplanation(explained: LineExplanation, columns: number): string {
  const { path, line, text, summary, requirements, trail } = explained;
  const parts = [
    `${path}:${line}\n    ${text.trimEnd()}`,
    wrapText(summary, columns).join("\n"),
    ...requirements.map((one) => renderRequirement(one, columns)),
    ...(stayedInPlace(explained) ? [] : [renderTrail(trail, columns)]),
  ];
  return parts.join("\n\n");
}

/** A line that stands where its run left it needs no account of how it was found. */
function stayedInPlace({ trail, path, line }: LineExplanation): boolean {
  return trail.every((step) => step.path === path && step.line === line && step.match === "same");
}

function renderRequirement(asking: AskingRequirement, columns: number): string {
  const { requirement, standing, criteria, documentation, provenIn } = asking;
  const { id, title, priority, statement, quotations, assumption } = requirement;
  const words = assumption
    ? ["an assumption: no words of a document ask for it"]
    : quotations.map(({ text, span }) => `${span.path}:${span.startLine}  “${text.replaceAll(/\s+/g, " ")}”`);
  const tests = criteria.flatMap(({ id: criterion, status, tests: bound }) =>
    bound.length === 0
      ? [`${criterion} ${status}: no test is bound to it`]
      : bound.map(({ file, name }) => `${criterion} ${status}: ${file} > ${name}`),
  );
  const now = {
    unchanged: [],
    changed: [`asked for differently since: see run ${provenIn}`],
    removed: ["no longer asked for by the documents"],
  }[standing];
  return [
    `${id} ${title} (${priority})`,
    ...labelled("is", [statement], columns),
    ...labelled("asked by", words, columns),
    ...labelled("tested by", tests, columns),
    ...labelled("documented", documentation === null ? ["nowhere"] : [`“${documentation.heading}”`], columns),
    ...(documentation?.markdown ?? "")
      .split("\n")
      .flatMap((one) => (one === "" ? [] : [`${indent}  ${one}`])),
    ...labelled("now", now, columns),
  ].join("\n");
}

const labelWidth = 12;
const indent = " ".repeat(labelWidth + 2);

/** The first line behind its label, the others below it. */
function labelled(label: string, texts: readonly string[], columns: number): readonly string[] {
  const lines = texts.flatMap((text) => wrapText(text, Math.max(20, columns - indent.length)));
  return lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(labelWidth)}${line}`);
}

function renderTrail(trail: readonly LineStep[], columns: number): string {
  const steps = trail.map(({ state, path, line, match }) =>
    line === null
      ? `${state}: not there`
      : `${state}: ${path}:${line}${match === null ? "" : matches[match]}`,
  );
  return [`Followed back`, ...labelled("", steps, columns)].join("\n");
}
