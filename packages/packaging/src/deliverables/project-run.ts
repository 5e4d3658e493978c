import { createHash } from "node:crypto";
import {
  type ArtifactRecord,
  type AttemptRecord,
  KimiError,
  type RunStore,
  treePathSchema,
} from "@kimi/contracts";

/** What of the store deliverables are made from. */
export type DeliverableSource = Pick<
  RunStore,
  "readRun" | "listArtifacts" | "readArtifact" | "readEvents" | "readAttempts"
>;

/** A file below the deliverables folder, as the store has it now. */
export interface Deliverable {
  /** Tree path. */
  readonly path: string;
  /** Hex SHA-256 of the content, known without reading it. */
  readonly hash: string;
  readonly bytes: number;
  read(): Promise<string | Uint8Array>;
}

/** Artifacts that are no deliverables are named so. */
const internalPrefix = "internal/";

/**
 * A run's deliverables, sorted by path: the run, its events, the stages' inputs and outputs, and its artifacts.
 * @throws KimiError `internal` when the run does not exist or two deliverables have one path,
 * `path-refused` for an artifact whose name is no tree path.
 */
export async function projectRun(runId: string, store: DeliverableSource): Promise<readonly Deliverable[]> {
  const run = await store.readRun(runId);
  if (run === null)
    throw new KimiError("internal", `The run store has no run ${runId} to write deliverables of.`);
  const events = await store.readEvents(runId);
  const attempts = await store.readAttempts(runId);
  const artifacts = (await store.listArtifacts(runId)).filter(({ name }) => !name.startsWith(internalPrefix));
  const deliverables = [
    rendered("run.json", prettyJson(run)),
    rendered("events.jsonl", events.map((event) => `${JSON.stringify(event)}\n`).join("")),
    ...attempts.flatMap((attempt) => stageFiles(attempt, attempts)),
    ...artifacts.map((artifact) => delivered(runId, artifact, store)),
  ];
  return requireDistinct(
    deliverables.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))),
  );
}

/**
 * `02-coding/input.json` and `output.json` are the last attempt's, so that they are where one looks first;
 * those of earlier attempts are called `input.attempt-1.json` and so on. An attempt without a valid submission,
 * one still running included, has the output `null`: an older attempt's output never stands in for it.
 */
function stageFiles(attempt: AttemptRecord, attempts: readonly AttemptRecord[]): readonly Deliverable[] {
  const isLast = !attempts.some((other) => other.stage === attempt.stage && other.attempt > attempt.attempt);
  const suffix = isLast ? "" : `.attempt-${attempt.attempt}`;
  const folder = `${String(attempt.stageIndex + 1).padStart(2, "0")}-${attempt.stage}`;
  return [
    rendered(`${folder}/input${suffix}.json`, prettyJson(attempt.input)),
    rendered(`${folder}/output${suffix}.json`, prettyJson(attempt.output)),
  ];
}

function delivered(
  runId: string,
  { name, hash, bytes }: ArtifactRecord,
  store: DeliverableSource,
): Deliverable {
  if (!treePathSchema.safeParse(name).success) {
    throw new KimiError(
      "path-refused",
      `Artifact ${JSON.stringify(name)} of run ${runId} cannot be delivered; ` +
        "expected a relative path with forward slashes and no . or .. segment.",
      { details: { runId, name } },
    );
  }
  const read = async (): Promise<Uint8Array> => {
    const content = await store.readArtifact(runId, name);
    if (content === null)
      throw new KimiError("internal", `Artifact ${name} of run ${runId} is listed and not there.`);
    return content;
  };
  return { path: name, hash, bytes, read };
}

function rendered(path: string, text: string): Deliverable {
  const hash = createHash("sha256").update(text).digest("hex");
  return { path, hash, bytes: Buffer.byteLength(text), read: async () => text };
}

function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function requireDistinct(sorted: readonly Deliverable[]): readonly Deliverable[] {
  const twice = sorted.find(({ path }, index) => path === sorted[index + 1]?.path);
  if (twice === undefined) return sorted;
  throw new KimiError(
    "internal",
    `Two deliverables are called ${twice.path}; expected an artifact name of its own.`,
    {
      details: { path: twice.path },
    },
  );
}
