import type {
  FileWrite,
  LineProvenance,
  Requirement,
  Trace,
  TracedRequirement,
  TraceRequest,
} from "@kimi/contracts";
import { findTestSource } from "../tests-in-source/find-test-source.ts";
import { attributeLines } from "./attribute-lines.ts";
import { findUncovered } from "./find-uncovered.ts";

/** Puts requirement, criterion, test, changed lines, documentation and source span together. */
export async function buildTrace(request: TraceRequest): Promise<Trace> {
  const { report, writes, changedPaths } = request;
  const written = new Set(writes.map(({ path }) => path));
  return {
    version: 2,
    runId: request.runId,
    status: report.status,
    treeHash: report.treeHash,
    requirements: await traceRequirements(request),
    lines: await traceLines(request),
    unattributedPaths: changedPaths.filter((path) => !written.has(path)).toSorted(),
    uncoveredSections: findUncovered(request.documents, request.requirements),
    changes: request.changes,
    findings: report.findings,
  };
}

async function traceRequirements(request: TraceRequest): Promise<readonly TracedRequirement[]> {
  const readText = remember(request.readFinalText.bind(request));
  const traced: TracedRequirement[] = [];
  for (const requirement of request.requirements) {
    const { id, title, statement, priority, assumption, quotations } = requirement;
    const section = request.documentation?.sections.find((each) => each.requirement === id);
    traced.push({
      id,
      title,
      statement,
      priority,
      assumption,
      quotations,
      criteria: await traceCriteria(requirement, request, readText),
      documentation: section === undefined ? null : { heading: section.heading, markdown: section.markdown },
    });
  }
  return traced;
}

async function traceCriteria(
  requirement: Requirement,
  { report }: TraceRequest,
  readText: (path: string) => Promise<string | null>,
): Promise<TracedRequirement["criteria"]> {
  const criteria: TracedRequirement["criteria"][number][] = [];
  for (const { id, text } of requirement.criteria) {
    const verdict = report.criteria.find(({ criterion }) => criterion === id) ?? {
      criterion: id,
      priority: requirement.priority,
      status: "unproven" as const,
      reason: "No verdict speaks of it.",
      evidence: [],
    };
    const sources = new Set<string>();
    for (const { test } of verdict.evidence) {
      const content = await readText(test.file);
      const source = content === null ? null : findTestSource(test, content);
      if (source !== null) sources.add(source);
    }
    criteria.push({ ...verdict, text, testSource: sources.size === 0 ? null : [...sources].join("\n\n") });
  }
  return criteria;
}

async function traceLines(request: TraceRequest): Promise<readonly LineProvenance[]> {
  const byPath = [...Map.groupBy(request.writes, (write: FileWrite) => write.path)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const lines: LineProvenance[] = [];
  for (const [path, ofPath] of byPath) {
    const text = await request.readFinalText(path);
    if (text !== null) lines.push(...attributeLines(path, ofPath, text));
  }
  return lines;
}

function remember(read: (path: string) => Promise<string | null>): (path: string) => Promise<string | null> {
  const known = new Map<string, Promise<string | null>>();
  return (path) => {
    const text = known.get(path) ?? read(path);
    known.set(path, text);
    return text;
  };
}
