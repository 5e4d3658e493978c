import type { Trace, TracedRequirement } from "@kimi/contracts";
import { escapeCell, escapeInline } from "./escape-markdown.ts";
import { nameStatus } from "./name-status.ts";
import { renderChanges } from "./render-changes.ts";
import { codeSpan } from "./render-code.ts";
import { renderCriterion } from "./render-criterion.ts";

/** `trace.md`: a table of all criteria first, then each requirement with all that belongs to it. */
export function renderTrace(trace: Trace): string {
  const parts = [
    `# Trace of run ${trace.runId}`,
    `Status: **${trace.status}**. Tree \`${trace.treeHash.slice(0, 12)}\`. ${countProven(trace)}`,
    renderTable(trace),
    ...renderChanges(trace),
    ...renderFindings(trace),
    ...trace.requirements.map((requirement) => renderRequirement(requirement, trace)),
    ...renderList("Changed, but not by a tool call", trace.unattributedPaths.map(codeSpan)),
    ...renderList(
      "Document sections that no requirement cites",
      trace.uncoveredSections.map(
        ({ path, section, title, startLine }) =>
          `${codeSpan(startLine === null ? path : `${path}:${startLine}`)} ${section} ${escapeInline(title)}`,
      ),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function countProven({ requirements }: Trace): string {
  const criteria = requirements.flatMap((requirement) => requirement.criteria);
  const proven = criteria.filter(({ status }) => status === "proven").length;
  const accepted = criteria.filter(({ status }) => status === "accepted").length;
  const waived = accepted === 0 ? "" : `, ${accepted} accepted by user`;
  return `${proven} of ${criteria.length} criteria proven${waived}.`;
}

function renderTable({ requirements }: Trace): string {
  const rows = requirements.flatMap(({ title, criteria }) =>
    criteria.map((verdict) => {
      const { criterion, priority, evidence } = verdict;
      const [first] = evidence;
      const more = evidence.length > 1 ? ` (+${evidence.length - 1})` : "";
      const test = first === undefined ? "–" : `${first.test.file} > ${first.test.name}${more}`;
      return [criterion, title, priority, nameStatus(verdict), test].map(escapeCell);
    }),
  );
  return [
    ["Criterion", "Requirement", "Priority", "Verdict", "Test"],
    ["---", "---", "---", "---", "---"],
    ...rows,
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function renderFindings({ findings }: Trace): readonly string[] {
  return renderList(
    "Findings",
    findings.map(({ kind, blocking, path, message }) => {
      const where = path === null ? "" : ` ${codeSpan(path)}`;
      return `${blocking ? "**blocks** " : ""}${kind}${where}: ${escapeInline(message)}`;
    }),
  );
}

function renderRequirement(requirement: TracedRequirement, trace: Trace): string {
  const { id, title, statement, priority, assumption, quotations, criteria, documentation } = requirement;
  const parts = [
    `## ${id} ${escapeInline(title)}`,
    `**${priority}** · ${escapeInline(statement)}`,
    assumption ? "**Assumption:** no document asks for this in words that could be found." : null,
    ...quotations.map(
      ({ text, span }) =>
        `> ${escapeInline(text).replaceAll("\n", "\n> ")}\n>\n> — ${codeSpan(`${span.path}:${formatLines(span.startLine, span.endLine)}`)}`,
    ),
    ...criteria.map(renderCriterion),
    `**Lines:** ${describeLines(id, trace)}`,
    `**Documentation:** ${documentation === null ? "none" : escapeInline(documentation.heading)}`,
  ];
  return parts.filter((part) => part !== null).join("\n\n");
}

function describeLines(requirement: string, { lines }: Trace): string {
  const own = lines.filter(({ requirements }) => requirements.includes(requirement));
  if (own.length === 0) return "none";
  const files = [...Map.groupBy(own, ({ path }) => path)];
  return files
    .map(([path, ranges]) => {
      const places = ranges.map(({ startLine, endLine }) => formatLines(startLine, endLine));
      return `${codeSpan(path)} ${places.join(", ")}`;
    })
    .join("; ");
}

function formatLines(startLine: number, endLine: number): string {
  return startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`;
}

function renderList(heading: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`## ${heading}`, items.map((item) => `- ${item}`).join("\n")];
}
