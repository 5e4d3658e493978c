import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  evidenceReportSchema,
  runEventSchema,
  type EvidenceReport,
  type FileWrite,
  type Requirement,
  type RunEvent,
  type TestingOutput,
} from "@kimi/contracts";
import { createEvidenceGatherer } from "../src/gatherer/create-evidence-gatherer.ts";
import { createDirectoryWorkspaces } from "./directory-workspaces/directory-workspaces.ts";

/** Files by path; `null` takes one away that was there before. */
export type Files = Readonly<Record<string, string | null>>;

export interface StagedRun {
  readonly before: Files;
  /** On top of `before`. */
  readonly after: Files;
  readonly testing: Partial<TestingOutput> & Pick<TestingOutput, "suites" | "bindings">;
  readonly requirements?: readonly Requirement[];
  readonly accepted?: readonly string[];
  /** Tool calls that wrote; by default nobody says what serves what. */
  readonly writes?: readonly FileWrite[];
  /** Packages of this repository that the project has installed. */
  readonly installed?: readonly string[];
  readonly maxHollowRuns?: number;
}

export interface Gathered {
  readonly report: EvidenceReport;
  readonly events: readonly RunEvent[];
  /** Working trees left open. */
  readonly openTrees: number;
}

/** Gathers evidence for a change from one set of files to another, with real processes. */
export async function gatherStaged(staged: StagedRun): Promise<Gathered> {
  await using workspaces = await createDirectoryWorkspaces();
  const target = await mkdtemp(join(tmpdir(), "kimi-evidence-target-"));
  try {
    await writeFiles(target, { "package.json": '{"type":"module"}\n', ...staged.before });
    for (const name of staged.installed ?? []) {
      await mkdir(join(target, "node_modules"), { recursive: true });
      await symlink(join(import.meta.dirname, "../node_modules", name), join(target, "node_modules", name));
    }
    const baseline = await workspaces.snapshot(target);
    await writeFiles(target, staged.after);
    const final = await workspaces.snapshot(target);
    const events: RunEvent[] = [];
    const { maxHollowRuns = 5 } = staged;
    const report = await createEvidenceGatherer({ maxHollowRuns }).gather({
      runId: "run",
      targetPath: target,
      requirements: staged.requirements ?? [requirement("must", 1)],
      testing: { summary: "Tests.", supportFiles: [], ...staged.testing },
      accepted: staged.accepted ?? [],
      writes: staged.writes ?? [],
      baseline,
      final,
      workspaces,
      seed: 7,
      timeoutMs: 60_000,
      emit: (event) => events.push(event),
      signal: new AbortController().signal,
    });
    // What is handed on keeps to the contract.
    evidenceReportSchema.parse(report);
    for (const event of events) runEventSchema.parse(event);
    return { report, events, openTrees: workspaces.openTrees };
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/** `REQ-<n>` with one criterion, `REQ-<n>.1`. */
export function requirement(priority: Requirement["priority"], number: number): Requirement {
  return {
    id: `REQ-${number}`,
    title: `Requirement ${number}`,
    statement: "It holds.",
    priority,
    quotations: [],
    assumption: true,
    criteria: [{ id: `REQ-${number}.1`, text: "It is observed." }],
  };
}

/** Writes files below a folder. */
export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (content === null) await rm(join(root, path));
    else await writeFile(join(root, path), content);
  }
}
