import type { ChangeSet, EvidenceReport, FileWrite } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { findUnrequestedChanges } from "../../src/verdict/find-unrequested-changes.ts";
import { withFindings } from "../../src/verdict/with-findings.ts";

const hash = "0".repeat(64);
const changeSet: ChangeSet = {
  from: hash,
  to: hash,
  changes: ["asked.js", "bare.js", "by-command.js", "node_modules/x.js", "README.md"].map((path) => ({
    path,
    kind: "added",
    before: null,
    after: { type: "file", mode: 0o644, hash, size: 1 },
  })),
};
const write = (path: string, requirements: readonly string[]): FileWrite => ({
  path,
  before: null,
  after: "x",
  requirements,
  stage: "coding",
  attempt: 1,
  toolCallId: "call",
});
const report: EvidenceReport = {
  treeHash: hash,
  snapshotId: hash,
  status: "succeeded",
  criteria: [{ criterion: "REQ-1.1", priority: "must", status: "proven", reason: "Shown.", evidence: [] }],
  suites: [],
  findings: [],
};

describe("findUnrequestedChanges", () => {
  it("reports what no requirement accounts for, and says whether a tool or a command wrote it", () => {
    const found = findUnrequestedChanges(
      changeSet,
      [write("asked.js", ["REQ-1"]), write("bare.js", [])],
      (change) => !change.path.startsWith("node_modules/"),
      new Set(["README.md"]),
    );
    expect(found.map((finding) => [finding.path, finding.blocking])).toEqual([
      ["bare.js", false],
      ["by-command.js", false],
    ]);
    expect(found[1]?.message).toContain("by a command");
  });
});

describe("withFindings", () => {
  const finding = { kind: "licence" as const, path: null, message: "x is GPL" };

  it("keeps the status when nothing blocks", () => {
    expect(withFindings(report, [{ ...finding, blocking: false }])).toMatchObject({
      status: "succeeded",
      findings: [{ message: "x is GPL" }],
    });
  });

  it("fails the verdict when something does", () => {
    expect(withFindings(report, [{ ...finding, blocking: true }]).status).toBe("failed");
  });

  it("fails a verdict that shows nothing, though no must is open", () => {
    const open = { priority: "could" as const, reason: "No test is bound to it.", evidence: [] };
    const criteria = [{ ...open, criterion: "REQ-1.1", status: "unproven" as const }];
    expect(withFindings({ ...report, status: "partial", criteria }, []).status).toBe("failed");
    const accepted = [{ ...open, criterion: "REQ-1.1", status: "accepted" as const }];
    expect(withFindings({ ...report, criteria: accepted }, []).status).toBe("succeeded");
  });
});
