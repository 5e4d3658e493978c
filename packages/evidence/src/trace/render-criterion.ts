import type { RedCheck, TracedRequirement } from "@kimi/contracts";
import { escapeInline } from "./escape-markdown.ts";
import { nameStatus } from "./name-status.ts";

type TracedCriterion = TracedRequirement["criteria"][number];

const languages = new Map([
  ["py", "python"],
  ["ts", "ts"],
  ["tsx", "tsx"],
  ["js", "js"],
  ["mjs", "js"],
  ["cjs", "js"],
  ["jsx", "jsx"],
]);

/** A criterion beside the body of its test: whether they mean the same is the reader's to judge. */
export function renderCriterion(criterion: TracedCriterion): string {
  const { criterion: id, text, status, reason, evidence, testSource } = criterion;
  const tests = evidence.map(({ test, result, red }) => {
    const outcome = result === null ? "did not run" : result.outcome;
    return [`- \`${test.file}\` ${escapeInline(test.name)}: ${outcome}`, ...red.map(describeRed)].join("\n");
  });
  return [
    `### ${id} ${nameStatus(status)}`,
    escapeInline(text),
    escapeInline(reason),
    ...(tests.length === 0 ? [] : [tests.join("\n")]),
    ...(testSource === null ? [] : [fence(testSource, evidence[0]?.test.file ?? "")]),
  ].join("\n\n");
}

function describeRed({ method, outcome, detail }: RedCheck): string {
  const where = method === "baseline" ? "before the run" : "taken away";
  const [first = ""] = detail.split("\n");
  return `  - ${where}: ${outcome}. ${escapeInline(first)}`;
}

/** A fence longer than any run of backticks in the code. */
function fence(code: string, file: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  const language = languages.get(file.slice(file.lastIndexOf(".") + 1)) ?? "";
  return `${ticks}${language}\n${code}\n${ticks}`;
}
