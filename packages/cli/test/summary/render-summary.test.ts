import type { CriterionVerdict, RunResult } from "@kimi/contracts";
import { noTokens } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import type { RequirementsAccepted } from "../../src/summary/describe-requirements.ts";
import { renderSummary } from "../../src/summary/render-summary.ts";

const hash = "0".repeat(64);
const verdict = (criterion: string, status: CriterionVerdict["status"]): CriterionVerdict => ({
  criterion,
  priority: "must",
  status,
  reason: "r",
  evidence: [],
});
const requirement = (id: string, criteria: number, assumption = false) => ({
  id,
  title: `title of ${id}`,
  statement: "s",
  priority: "must" as const,
  quotations: [],
  assumption,
  criteria: Array.from({ length: criteria }, (_, index) => ({ id: `${id}.${index + 1}`, text: "c" })),
});
const result = (parts: Partial<RunResult>): RunResult => ({
  runId: "0198-run",
  status: "succeeded",
  exitCode: 0,
  reason: "All proven.",
  resumable: false,
  requirements: [],
  report: null,
  changeSet: null,
  applied: true,
  documentation: null,
  ledger: {
    requests: 3,
    tokens: { ...noTokens, inputTokens: 12_345, outputTokens: 67 },
    costUsd: 0,
    unpricedRequests: 3,
    possiblyBilledRequests: 0,
  },
  elapsedMs: 65_000,
  deliverablesFolder: "/p/.kimi_agent/runs/0198-run",
  ...parts,
});

const summarise = (parts: Partial<RunResult>) =>
  renderSummary(result(parts), { columns: Infinity, workingDirectory: "/elsewhere" });

describe("renderSummary", () => {
  it("tells what became of requirements since the run before", () => {
    const required: RequirementsAccepted = {
      type: "requirements-accepted",
      requirements: 1,
      assumptions: 0,
      uncovered: [],
      changes: {
        since: "0197-run",
        added: ["REQ-2"],
        changed: [],
        unchanged: [],
        removed: ["REQ-1"],
        standing: [],
        carried: [],
        renumbered: [],
        leftovers: [],
      },
    };
    const view = { columns: Infinity, workingDirectory: "/elsewhere", required };
    const text = renderSummary(result({ requirements: [requirement("REQ-2", 1)] }), view);
    expect(text).toContain("\n\nsince run 0197-run: 1 added (REQ-2); 1 removed (REQ-1)\n\n");
    expect(text).not.toContain("1 requirement\n");
  });

  it("rates a requirement by its worst criterion, and never calls a waived one proven", () => {
    const criteria = [
      verdict("REQ-1.1", "proven"),
      verdict("REQ-1.2", "failed"),
      verdict("REQ-2.1", "accepted"),
      verdict("REQ-3.1", "proven"),
    ];
    const text = summarise({
      requirements: [
        requirement("REQ-1", 2),
        requirement("REQ-2", 1),
        requirement("REQ-3", 1, true),
        requirement("REQ-4", 1),
      ],
      report: { treeHash: hash, snapshotId: hash, status: "failed", criteria, suites: [], findings: [] },
    });
    expect(text).toMatch(/REQ-1 .*failed +1\/2/);
    expect(text).toMatch(/REQ-2 .*accepted by user +0\/1/);
    expect(text).toMatch(/REQ-3 .*proven +1\/1 +title of REQ-3 \(assumption\)/);
    expect(text).toMatch(/REQ-4 .*unproven +0\/1/);
  });

  it("does not call proven, without more, what only a check shows", () => {
    const checked = { ...verdict("REQ-1.1", "proven"), proof: "command-check" as const };
    const criteria = [checked, { ...verdict("REQ-2.1", "proven"), proof: "test" as const }];
    const text = summarise({
      requirements: [requirement("REQ-1", 1), requirement("REQ-2", 1)],
      report: { treeHash: hash, snapshotId: hash, status: "succeeded", criteria, suites: [], findings: [] },
    });
    expect(text).toMatch(/REQ-1 .*proven by checks +1\/1/);
    expect(text).toMatch(/REQ-2 .*proven +1\/1/);
  });

  it("shows tokens, what is known of the cost, the time and the deliverables", () => {
    const text = summarise({});
    expect(text).toContain("12,345 in, 67 out, 3 requests");
    expect(text).toMatch(/cost +3 requests at unknown prices/);
    expect(text).toMatch(/time +1 min 5 s/);
    expect(text).toContain("/p/.kimi_agent/runs/0198-run");
  });

  it.each([
    ["no limit", undefined, ""],
    ["the limit of tokens", { limit: "tokens", enough: 4000 }, " --max-tokens 4000"],
    ["the limit of turns", { limit: "turns", enough: 80 }, " --max-turns 80"],
    ["the limit in USD", { limit: "cost", enough: 0.25 }, " --max-cost-usd 0.25"],
  ] as const)("names the command that goes on after %s paused it", (_, limit, options) => {
    const paused = { status: "paused", exitCode: 75, resumable: true, applied: false } as const;
    const text = summarise(limit === undefined ? paused : { ...paused, limit });
    expect(text).toMatch(new RegExp(`go on with: kimi-agent resume 0198-run${options}$`, "m"));
  });

  it("names the command that brings in what a failed run made, when it made something", () => {
    const failed = { status: "failed", exitCode: 1, applied: false } as const;
    const entry = { type: "file", mode: 0o644, hash, size: 1 } as const;
    const changes = [{ kind: "added", path: "a.js", before: null, after: entry }] as const;
    const changeSet = { from: hash, to: hash, changes };
    expect(summarise({ ...failed, changeSet })).toMatch(/all the same: kimi-agent apply 0198-run$/m);
    expect(summarise(failed)).not.toContain("kimi-agent apply");
    expect(summarise({ changeSet })).not.toContain("kimi-agent apply");
  });

  it("says when changes are not in the project, and ends with the documentation", () => {
    const documentation = {
      readme: "# The README\n",
      sections: [],
      commands: { install: null, build: null, test: null, run: null },
      mentionedPaths: [],
    };
    const text = summarise({ applied: false, status: "failed", exitCode: 1, documentation });
    expect(text).toMatch(/files changed +0 \(not in the project\)/);
    expect(text.endsWith("# The README\n")).toBe(true);
  });

  it("keeps to the width of a terminal, and shows deliverables as one would type them", () => {
    const view = { columns: 60, workingDirectory: "/p" };
    const reason = "A reason that is rather long, as reasons tend to be when they name every test.";
    const text = renderSummary(result({ reason }), view);
    expect(text.split("\n").filter((line) => line.length > 60)).toEqual([]);
    expect(text).toMatch(/deliverables +\.kimi_agent\/runs\/0198-run/);
  });

  it("does not count an unanswered request among those with a price", () => {
    const ledger = { ...result({}).ledger, requests: 2, unpricedRequests: 1, possiblyBilledRequests: 1 };
    expect(summarise({ ledger })).toMatch(
      /cost +1 request at unknown prices \+ 1 unanswered request that may be charged\n/,
    );
  });
});
