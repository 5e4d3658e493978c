import type { CriterionVerdict, EvidenceReport, SuiteResult } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { explainFailure } from "../src/explain-failure.ts";

const id = { runner: "node-test", file: "test/a.test.js", name: "adds" } as const;
const suite: SuiteResult = {
  runner: "node-test",
  files: ["test/a.test.js"],
  argv: ["node"],
  exitCode: 1,
  tier: "none",
  tests: [],
  problems: [],
  durationMs: 1,
};
const criterion = (number: number, status: CriterionVerdict["status"]): CriterionVerdict => ({
  criterion: `REQ-${number}.1`,
  priority: "must",
  status,
  reason: `It is ${status}.`,
  evidence:
    status === "failed"
      ? [
          {
            test: id,
            result: {
              id,
              outcome: "failed",
              failure: "assertion",
              message: "2 !== 3 ".repeat(500),
              durationMs: 1,
            },
            red: [],
          },
        ]
      : [{ test: id, result: null, red: [{ method: "baseline", outcome: "green", detail: "It passed." }] }],
});
const report = (change: Partial<EvidenceReport>): EvidenceReport => ({
  treeHash: "a".repeat(64),
  snapshotId: "b".repeat(64),
  status: "failed",
  criteria: [],
  suites: [suite],
  findings: [],
  ...change,
});

describe("what goes back after a failed verdict", () => {
  it("is nothing when everything is proven or accepted", () => {
    const criteria = [criterion(1, "proven"), criterion(2, "accepted")];
    expect(explainFailure(report({ criteria }))).toBeNull();
  });

  it("goes to coding when a test fails, with the failing criteria alone and the message cut", () => {
    const failure = explainFailure(report({ criteria: [criterion(1, "unproven"), criterion(2, "failed")] }));
    expect(failure).toMatchObject({
      route: "coding",
      summary: "1 of 2 criteria failed, 1 of 2 criteria are unproven.",
      criteria: [{ criterion: "REQ-2.1", test: "test/a.test.js > adds" }],
    });
    expect(failure!.criteria[0]!.message!.length).toBeLessThanOrEqual(1_200);
  });

  it("goes to testing when a test did not run or notices nothing, with what the red checks said", () => {
    expect(explainFailure(report({ criteria: [criterion(1, "unproven")] }))).toMatchObject({
      route: "testing",
      criteria: [{ reason: "It is unproven.", message: "baseline: green. It passed." }],
    });
  });

  it.each([
    ["testing", "node-test", "test/a.test.js: The file does not load.\ntest/a.test.js:1\nSyntaxError"],
    ["coding", "node-test", "test/a.test.js: The file does not load.\nsrc/a.js:3\nSyntaxError"],
    [
      "coding",
      "pytest",
      "test/a.test.js: The file does not load.\ntest_a.py:1: in <module>\napp.py:3: in <module>",
    ],
    [
      "testing",
      "pytest",
      "test/a.test.js: The file does not load.\ntest_a.py:1: in <module>\nE  ImportError",
    ],
  ] as const)("goes to %s when %s names the place that does not load", (route, runner, problem) => {
    const suites = [{ ...suite, runner, problems: [problem] }];
    expect(explainFailure(report({ criteria: [criterion(1, "unproven")], suites }))).toMatchObject({
      route,
      problems: [problem],
    });
  });

  it("goes to coding when an earlier test fails now, and to testing when tests were weakened", () => {
    const finding = { blocking: true, path: "test/b.test.js", message: "“counts” fails" } as const;
    const failing = [{ kind: "failing-test", ...finding }] as const;
    expect(explainFailure(report({ criteria: [criterion(1, "proven")], findings: failing }))).toMatchObject({
      route: "coding",
      summary: "1 finding blocks the verdict.",
      problems: ["test/b.test.js: “counts” fails"],
    });
    const weakened = [{ kind: "weakened-test", ...finding }] as const;
    expect(explainFailure(report({ findings: weakened }))).toMatchObject({ route: "testing" });
  });
});
