import {
  KimiError,
  noHostedTools,
  sourceDocumentSchema,
  type Budget,
  type RunEvent,
  type RunRecord,
  type StoredEvent,
} from "@kimi/contracts";
import { z } from "zod";
import { describeSandbox } from "../accept/describe-sandbox.ts";
import {
  capabilitiesArtifactName,
  documentsArtifactName,
  type ClaimedRun,
  type RunListeners,
} from "../accept/accept-run.ts";
import { assertDeliverable } from "../accept/assert-deliverable.ts";
import { assertPipeline } from "../accept/assert-pipeline.ts";
import { chooseHostedTools } from "../accept/choose-hosted-tools.ts";
import { requirePrices } from "../accept/require-prices.ts";
import { raiseBudget } from "../budget/raise-budget.ts";
import { CommandLog } from "../commands/command-log.ts";
import { CommandRecorder } from "../commands/command-recorder.ts";
import { readCommands } from "../commands/read-commands.ts";
import { RecordedTrees } from "../commands/recorded-trees.ts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";
import { assertSettled } from "../past-runs/assert-settled.ts";
import { claimPastRun } from "../past-runs/claim-past-run.ts";
import { putJson } from "../record/put-artifact.ts";
import { RunRecorder } from "../record/run-recorder.ts";
import type { AcceptedRun } from "../run-session.ts";
import { assertMayRerun } from "./assert-may-rerun.ts";
import { findEndpoint, type RecordedEndpoint } from "./find-endpoint.ts";
import { readFork } from "./fork-origin.ts";
import { checkpointArtifactName, parseCheckpoint, pipelineStart, type Checkpoint } from "./checkpoint.ts";
import {
  assertSameStages,
  comparePipelines,
  describePipeline,
  pipelineArtifactName,
} from "./describe-pipeline.ts";

/** What may differ from the run's own configuration when it is taken up again. */
export interface ResumeOverrides {
  /** Limits that replace the run's own. */
  readonly budget?: Partial<Budget>;
  /** Lets the command that was on its way run again although it had network or ran unconfined. @default false */
  readonly rerunCommands?: boolean;
}

/** A run taken up again by this process; without a checkpoint it begins anew. */
export interface ResumedRun extends ClaimedRun {
  readonly checkpoint: Checkpoint | null;
}

/**
 * Takes up a run that stopped before its end.
 * @throws KimiError `usage` when there is nothing to resume, or a decision is the user's; `target-busy` while another process has it.
 */
export async function acceptResume(
  ports: OrchestratorPorts,
  runId: string,
  overrides: ResumeOverrides,
  listeners: RunListeners,
): Promise<ResumedRun> {
  assertPipeline(ports.personas);
  const { run: record, claim } = await claimPastRun(ports.store, runId);
  try {
    const config = {
      ...record.config,
      budget: raiseBudget(record.config.budget, overrides.budget),
    };
    assertResumable(record);
    await assertSettled(ports.store, record.targetPath);
    const hosted = chooseHostedTools(config, ports.models);
    requirePrices(config, ports.personas, ports.models);
    const targetPath = await ports.workspaces.resolveTarget(record.targetPath);
    const sandbox = await ports.workspaces.probe(config.sandbox);
    const checkpoint = await readCheckpoint(ports, runId);
    const pipeline = await ports.store.readArtifact(runId, pipelineArtifactName);
    assertSameStages(pipeline, describePipeline(ports.personas));
    const events = await ports.store.readEvents(runId);
    if (overrides.rerunCommands !== true) await assertMayRerun(ports.store, runId, events);
    const recorder = new RunRecorder({ ...ports, runId, onStored: listeners.onStored });
    await assertDeliverable(ports.workspaces, targetPath, runId);
    const log = new CommandLog(await readCommands(ports.store, runId));
    const run = {
      runId,
      config,
      ports,
      recorder,
      trees: new RecordedTrees(new CommandRecorder({ runId, recorder, ports, sandbox }, log)),
      signal: listeners.signal,
      targetPath,
      forkedFrom: await readFork(ports.store, runId),
      documents: await readDocuments(ports, runId),
      sandbox,
      hostedTools: { ...noHostedTools, codeInterpreter: hosted.codeInterpreter, webSearch: hosted.webSearch },
      offerFileSearch: hosted.fileSearch,
      startedAt: record.startedAt,
      startedMs: ports.clock.elapsedMs(),
      isApplied: record.applied,
      onText: listeners.onText,
    };
    const { endpoint } = ports.models;
    const unended = { endedAt: null, reason: null, resumable: false };
    await ports.store.updateRun(runId, { status: "running", endpoint, ...unended });
    const start = describeStart(run, { previousStatus: record.status, events, checkpoint });
    run.recorder.emit(start);
    // All that a fork asks itself is asked here, whatever the other run was offered.
    if (start.type === "run-forked") await putJson(run, capabilitiesArtifactName, ports.models.capabilities);
    run.recorder.emit(describeSandbox(sandbox));
    for (const message of findDifferences(ports, { record, pipeline, events }))
      run.recorder.emit({ type: "note", message });
    await run.recorder.flush();
    return { run, claim, checkpoint };
  } catch (error) {
    await claim[Symbol.asyncDispose]();
    throw error;
  }
}

/** A run goes on; a fork that nobody has gone on with yet has not stopped anywhere, and only now begins. */
function describeStart(
  { runId, config, ports, forkedFrom }: AcceptedRun,
  before: {
    readonly previousStatus: RunRecord["status"];
    readonly events: readonly StoredEvent[];
    readonly checkpoint: Checkpoint | null;
  },
): RunEvent {
  const { program } = ports;
  const { endpoint, api } = ports.models;
  if (forkedFrom !== null && !before.events.some(({ event }) => event.type === "run-forked")) {
    const { fromRunId, point } = forkedFrom;
    return { type: "run-forked", runId, fromRunId, point, endpoint, api, program };
  }
  const { next } = before.checkpoint?.position ?? pipelineStart;
  const stage = ports.personas[next]?.config.name ?? null;
  const { previousStatus } = before;
  return { type: "run-resumed", previousStatus, stage, budget: config.budget, endpoint, api, program };
}

/** One that died with its result in the project has its end still to be recorded, and its deliverables to be written. */
function assertResumable({ id, status, reason, resumable, applied, endedAt }: RunRecord): void {
  if (resumable && (!applied || endedAt === null)) return;
  // What was in its way, and what helps, may be said there.
  const why = status === "errored" && reason !== null ? ` (${reason})` : "";
  const found = applied ? "its result is in the project" : `it ended as ${status}${why}`;
  throw new KimiError(
    "usage",
    `Run ${id} cannot be resumed: ${found}. Start a new one with kimi-agent run, or let a part of this one be done anew; the points where that can begin: kimi-agent resume ${id} --from list`,
  );
}

/** @throws KimiError `usage` when the checkpoint is of another version: guessing at it would mix two runs. */
async function readCheckpoint(ports: OrchestratorPorts, runId: string): Promise<Checkpoint | null> {
  const content = await ports.store.readArtifact(runId, checkpointArtifactName);
  if (content === null) return null;
  try {
    return parseCheckpoint(content);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new KimiError(
      "usage",
      `The checkpoint of run ${runId} is not one that ${ports.program} reads. Resume it with the version that made it.`,
      { cause: error },
    );
  }
}

async function readDocuments(ports: OrchestratorPorts, runId: string) {
  const content = await ports.store.readArtifact(runId, documentsArtifactName);
  if (content === null) {
    throw new KimiError("usage", `Run ${runId} stopped before its documents were recorded; start it anew.`);
  }
  return z.array(sourceDocumentSchema).parse(JSON.parse(Buffer.from(content).toString("utf8")));
}

/** What is recorded of the run from before. */
interface RecordedBefore {
  readonly record: RunRecord;
  readonly pipeline: Uint8Array | null;
  readonly events: readonly StoredEvent[];
}

function findDifferences(
  ports: OrchestratorPorts,
  { record, pipeline, events }: RecordedBefore,
): readonly string[] {
  const model = ports.models.resolveModel(record.config.model);
  return [
    ...(pipeline === null ? [] : comparePipelines(pipeline, describePipeline(ports.personas))),
    ...(record.program === ports.program
      ? []
      : [`The run began with ${record.program} and goes on with ${ports.program}.`]),
    ...(record.model === model
      ? []
      : [`The run began with the model ${record.model} and goes on with ${model}.`]),
    ...describeMove(findEndpoint(events) ?? { endpoint: record.endpoint, api: null }, ports.models),
  ];
}

function describeMove(
  before: RecordedEndpoint,
  { endpoint, api }: OrchestratorPorts["models"],
): readonly string[] {
  if (before.endpoint !== endpoint) return [`The run was at ${before.endpoint} and goes on at ${endpoint}.`];
  if (before.api === null || before.api === api) return [];
  return [`The run was asking ${endpoint} in its ${before.api} API and goes on in ${api}.`];
}
