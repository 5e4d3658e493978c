import {
  type Change,
  type CriterionVerdict,
  type Requirement,
  type RunStore,
  runConfigSchema,
} from "@kimi/contracts";
import { expect, it } from "vitest";
import { compareRuns } from "../../src/index.ts";
import { createMemoryRunStore } from "../../src/testing/memory-run-store.ts";
import { sampleRun } from "../../src/testing/sample-run.ts";

const requirement = (id: string, statement: string): Requirement => ({
  id,
  title: statement,
  statement,
  priority: "must",
  quotations: [],
  assumption: true,
  criteria: [{ id: `${id}.1`, text: statement }],
});
const change = (path: string, hash: string): Change => ({
  path,
  kind: "added",
  before: null,
  after: { type: "file", mode: 0o644, hash: hash.repeat(64), size: 1 },
});

interface Story {
  readonly prompt: string;
  readonly requirements: readonly Requirement[];
  readonly verdicts: Readonly<Record<string, CriterionVerdict["status"]>>;
  readonly changes: readonly Change[];
}

async function record(
  store: RunStore,
  id: string,
  { prompt, requirements, verdicts, changes }: Story,
): Promise<void> {
  const config = runConfigSchema.parse({ targetPath: "/p", prompt });
  await store.createRun(sampleRun(id, { config, status: "failed" }));
  const put = (name: string, value: unknown) =>
    store.putArtifact(id, {
      name,
      mediaType: "application/json",
      producer: null,
      content: JSON.stringify(value),
    });
  await put("requirements.json", requirements);
  const report = {
    treeHash: "a".repeat(64),
    snapshotId: "b".repeat(64),
    status: "failed",
    suites: [],
    findings: [],
  };
  await put("test-results/9.json", { ...report, criteria: [] });
  const criteria = Object.entries(verdicts).map(([criterion, status]) => ({
    criterion,
    priority: "must",
    status,
    reason: "it is so",
    evidence: [],
  }));
  await put("test-results/10.json", { ...report, criteria });
  const changeSet = { from: "a".repeat(64), to: "b".repeat(64), changes };
  await put("internal/attempts/10.json", { snapshot: {}, changeSet });
}

it("names what is different in input, requirements, last verdicts and files, and nothing else", async () => {
  await using store = createMemoryRunStore();
  await record(store, "before", {
    prompt: "greet",
    requirements: [requirement("REQ-1", "same"), requirement("REQ-2", "old"), requirement("REQ-3", "gone")],
    verdicts: { "REQ-1.1": "proven", "REQ-2.1": "failed", "REQ-3.1": "failed" },
    changes: [change("same", "1"), change("other", "2"), change("gone", "3")],
  });
  await record(store, "after", {
    prompt: "greet loudly",
    requirements: [requirement("REQ-1", "same"), requirement("REQ-2", "new"), requirement("REQ-4", "added")],
    verdicts: { "REQ-1.1": "proven", "REQ-2.1": "proven", "REQ-4.1": "unproven" },
    changes: [change("same", "1"), change("other", "4"), change("new", "5")],
  });
  const { config, requirements, verdicts, files } = await compareRuns(store, "before", "after");
  expect(config).toEqual([{ name: "prompt", before: '"greet"', after: '"greet loudly"' }]);
  expect({
    added: requirements.added.map(({ id }) => id),
    changed: requirements.changed.map(({ before, after }) => [before.statement, after.statement]),
    removed: requirements.removed.map(({ id }) => id),
  }).toEqual({ added: ["REQ-4"], changed: [["old", "new"]], removed: ["REQ-3"] });
  expect(verdicts).toEqual([
    { name: "REQ-2.1", before: "failed", after: "proven" },
    { name: "REQ-3.1", before: "failed", after: null },
    { name: "REQ-4.1", before: null, after: "unproven" },
  ]);
  expect(files).toEqual([
    { name: "other", before: "added", after: "added" },
    { name: "gone", before: "added", after: null },
    { name: "new", before: null, after: "added" },
  ]);
});

it("finds no difference between a run and itself, nor between runs that ended before anything", async () => {
  await using store = createMemoryRunStore();
  for (const id of ["one", "two"]) await store.createRun(sampleRun(id, { status: "failed" }));
  expect(await compareRuns(store, "one", "two")).toEqual({
    before: "one",
    after: "two",
    config: [],
    requirements: { added: [], changed: [], removed: [] },
    verdicts: [],
    files: [],
  });
});

it("refuses a run that is not there", async () => {
  await using store = createMemoryRunStore();
  await expect(compareRuns(store, "one", "two")).rejects.toMatchObject({ code: "usage" });
});
