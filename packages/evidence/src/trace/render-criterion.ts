import type { Evidence, RedCheck, TracedRequirement } from "@kimi/contracts";
import { escapeInline } from "./escape-markdown.ts";
import { nameStatus } from "./name-status.ts";
import { codeBlock, codeSpan, languageOf } from "./render-code.ts";

type TracedCriterion = TracedRequirement["criteria"][number];

/** A test body that is longer says what it says in its file. */
const maxTestLines = 80;
/** An assertion with a longer difference has shown what differs. */
const maxMessageLines = 16;

const outcomes: Readonly<Record<RedCheck["outcome"], string>> = {
  "red-assertion": "fails by assertion, as it should",
  "red-elsewhere": "fails only without what was written for other requirements",
  "red-error": "fails by an error that is no assertion, which shows nothing",
  "red-load": "does not load, which shows nothing",
  green: "passes all the same, so it shows nothing",
  "not-run": "was not run",
  "not-applicable": "could not be measured",
};

/** A criterion and right below it the body of its test: whether they mean the same is the reader's to judge. */
export function renderCriterion(criterion: TracedCriterion): string {
  const { criterion: id, text, reason, status, evidence, testSource } = criterion;
  const [first] = evidence;
  return [
    `### ${id} ${nameStatus(criterion)}`,
    `**${escapeInline(text)}**`,
    // What proves it stands below in full.
    ...(status === "proven" ? [] : [escapeInline(reason)]),
    ...(testSource === null ? [] : [codeBlock(testSource, languageOf(first?.test.file ?? ""), maxTestLines)]),
    ...(evidence.length === 0 ? [] : [evidence.map(renderEvidence).join("\n")]),
  ].join("\n\n");
}

function renderEvidence({ test, result, red }: Evidence): string {
  const outcome = result === null ? "did not run" : result.outcome;
  const failure = result?.message ?? null;
  return [
    `- ${codeSpan(test.file)} ${escapeInline(test.name)}: ${outcome}`,
    ...(failure === null ? [] : [indent(codeBlock(failure, "text", maxMessageLines), 2)]),
    ...red.map((check, index) => indent(renderRed(check, red.slice(0, index).map(messageOf)), 2)),
  ].join("\n");
}

/** One check, and what the test then said unless it said the same before. */
function renderRed(check: RedCheck, saidBefore: readonly string[]): string {
  const { method, outcome, detail } = check;
  const [first = ""] = detail.split("\n");
  const where = method === "baseline" ? "before the run" : escapeInline(lowerFirst(first.replace(/\.$/, "")));
  const said = messageOf(check);
  const again = said !== "" && saidBefore.includes(said);
  return [
    `- ${where === "" ? "without the run's work" : where}: ${outcomes[outcome]}${again ? ", with the same message" : ""}`,
    ...(said === "" || again ? [] : [indent(codeBlock(said, "text", maxMessageLines), 2)]),
  ].join("\n");
}

/** Of a tree that something was taken away from, the first line says what; the rest is what the test then said. */
function messageOf({ method, detail }: RedCheck): string {
  return (method === "baseline" ? detail : detail.split("\n").slice(1).join("\n")).trim();
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function indent(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(columns));
}
