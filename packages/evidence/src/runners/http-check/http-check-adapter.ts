import type { CommandResult, SuiteResult, TestResult, WorkingTree } from "@kimi/contracts";
import type { z } from "zod";
import { cutText } from "../../cut-text.ts";
import { concludeChecks } from "../check-file/conclude-checks.ts";
import { readCheckFile } from "../check-file/read-check-file.ts";
import { findOnPath } from "../find-on-path.ts";
import type { CheckingAdapter, RunSuiteOptions, TestProgram } from "../runner-adapter.ts";
import { type HttpCheck, httpCheckFileSchema } from "./http-check-file.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { probeReportSchema, type ProbeReport } from "./probe-report.ts";
import { proberSource } from "./prober-source.ts";

const startMs = 20_000;
const requestMs = 5_000;
const maxBodyBytes = 1024 * 1024;
const reportName = "answers.json";

/**
 * Requests to a service with an expected answer. Service and prober run in one confined command for each file, where
 * they reach each other and nothing else; answers are compared out here.
 */
export const httpCheckAdapter: CheckingAdapter = {
  runner: "http-check",
  findObstacle: async () => null,
  findProgram: async (tree, signal) => await findOnPath("node", tree.commands, signal),
  async runChecks(tree, { program, files }, options) {
    const probes: Probe[] = [];
    for (const file of files) probes.push(await probeFile(tree, { program, file }, options));
    return concludeChecks({
      runner: "http-check",
      files,
      tests: probes.flatMap(({ tests }) => tests),
      problems: probes.flatMap(({ problems }) => problems),
      tier: probes.at(-1)?.tier ?? "none",
      durationMs: probes.reduce((sum, { durationMs }) => sum + durationMs, 0),
    });
  },
};

interface Probe extends Pick<SuiteResult, "tier" | "durationMs"> {
  readonly tests: readonly TestResult[];
  readonly problems: readonly string[];
}

async function probeFile(
  tree: Pick<WorkingTree, "files" | "commands">,
  { program, file }: { readonly program: TestProgram; readonly file: string },
  options: RunSuiteOptions,
): Promise<Probe> {
  const read = await readCheckFile(file, tree.files, httpCheckFileSchema);
  if ("problem" in read) return { tests: [], problems: [read.problem], tier: "none", durationMs: 0 };
  const { service, checks } = read.content;
  const argv = [
    ...program.argv,
    "{support}/probe.mjs",
    "{support}/plan.json",
    `{reports}/${reportName}`,
  ] as const;
  const result = await tree.commands.run({
    argv,
    supportFiles: { "probe.mjs": proberSource, "plan.json": JSON.stringify(planOf(service, checks)) },
    reportFiles: [reportName],
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  });
  options.onCommand(argv, result);
  const { tier, durationMs } = result;
  return { ...judgeProbe(file, checks, parseReport(result)), tier, durationMs };
}

/** What the prober needs to know: requests without what is expected of them. */
function planOf(
  service: z.infer<typeof httpCheckFileSchema>["service"],
  checks: readonly HttpCheck[],
): object {
  const requests = checks.map(({ request: { json, body, ...request } }) => {
    const isJson = json !== undefined;
    const headers = isJson ? { "content-type": "application/json", ...request.headers } : request.headers;
    return { ...request, headers, body: isJson ? JSON.stringify(json) : (body ?? null) };
  });
  return { service, requests, startMs, requestMs, maxBodyBytes };
}

function parseReport({ reports, timedOut, stderr }: CommandResult): ProbeReport {
  const nothing = { output: stderr.text.slice(-1_000), responses: [] };
  if (timedOut) return { ...nothing, problem: "The checks were ended because they took too long." };
  try {
    return probeReportSchema.parse(JSON.parse(reports[reportName] ?? ""));
  } catch {
    return { ...nothing, problem: "The prober wrote no report." };
  }
}

function judgeProbe(
  file: string,
  checks: readonly HttpCheck[],
  { problem, output, responses }: ProbeReport,
): Pick<Probe, "tests" | "problems"> {
  if (problem !== null || responses.length !== checks.length) {
    const why = problem ?? `The prober sent ${checks.length} requests and tells of ${responses.length}.`;
    return { tests: [], problems: [`${file}: ${why}\n${output.trim()}`.trim()] };
  }
  const tests = checks.flatMap((check, index): readonly TestResult[] => {
    const answer = responses[index];
    if (answer === undefined) return [];
    const { message, ...judged } = judgeAnswer(check, answer);
    const told = message === null ? null : cutText(message, 4_000);
    const id = { runner: "http-check" as const, file, name: check.name };
    return [{ id, ...judged, message: told, durationMs: null }];
  });
  return { tests, problems: [] };
}
