import {
  KimiError,
  noHostedTools,
  runConfigSchema,
  uuidV7,
  type RunClaim,
  type RunConfig,
  type RunConfigInput,
  type RunStore,
  type StoredEvent,
} from "@kimi/contracts";
import { z } from "zod";
import { describeSandbox } from "./describe-sandbox.ts";
import { CommandLog } from "../commands/command-log.ts";
import { CommandRecorder } from "../commands/command-recorder.ts";
import { RecordedTrees } from "../commands/recorded-trees.ts";
import { emptyLedger } from "../budget/ledger-book.ts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";
import { assertSettled } from "../past-runs/assert-settled.ts";
import { putJson } from "../record/put-artifact.ts";
import { RunRecorder } from "../record/run-recorder.ts";
import type { AcceptedRun } from "../run-session.ts";
import { assertDeliverable } from "./assert-deliverable.ts";
import { assertPipeline } from "./assert-pipeline.ts";
import { describePipeline, pipelineArtifactName } from "../resume/describe-pipeline.ts";
import { chooseHostedTools } from "./choose-hosted-tools.ts";
import { noteOpenRun } from "./note-open-run.ts";
import { requirePrices } from "./require-prices.ts";

/** The artifact that keeps what the endpoint offered, for recordings. */
export const capabilitiesArtifactName = "internal/model-capabilities.json";

/** The artifact that keeps the documents as the run sees them, for whoever takes it up again. */
export const documentsArtifactName = "internal/documents.json";

/** What the caller of a run listens with. */
export interface RunListeners {
  readonly signal: AbortSignal;
  readonly onStored: (event: StoredEvent) => void;
  readonly onText: (textDelta: string) => void;
}

/** A run that exists in the store and is held by this process. */
export interface ClaimedRun {
  readonly run: AcceptedRun;
  readonly claim: RunClaim;
}

/**
 * Refuses early and clearly what cannot work, and otherwise brings the run into being.
 * @throws KimiError `usage`, `input`, `target`, `target-busy` or `sandbox-unavailable`; then no run exists.
 */
export async function acceptRun(
  ports: OrchestratorPorts,
  input: RunConfigInput,
  listeners: RunListeners,
): Promise<ClaimedRun> {
  assertPipeline(ports.personas);
  const config = parseConfig(input);
  const hosted = chooseHostedTools(config, ports.models);
  requirePrices(config, ports.personas, ports.models);
  const targetPath = await ports.workspaces.resolveTarget(config.targetPath);
  const { inputDocs, prompt } = config;
  const { workingDirectory, redactor } = ports;
  // It waits for processes, and nothing for it; when the documents are refused, that is what is said.
  const probing = ports.workspaces.probe(config.sandbox);
  probing.catch(() => {});
  const documents = await ports.ingestor.ingest({ inputDocs, prompt, workingDirectory, redactor });
  const sandbox = await probing;
  const startedAt = ports.clock.now();
  const runId = uuidV7({ now: () => startedAt }, ports.random);
  await assertUnknown(ports.store, runId);
  const claim = await ports.store.claim(runId, targetPath);
  const recorder = new RunRecorder({ ...ports, runId, onStored: listeners.onStored });
  const run: AcceptedRun = {
    runId,
    // The prompt may hold a secret; the configuration is recorded as the rest of the run sees it.
    config: { ...config, prompt: prompt === null ? null : redactor.redact(prompt).text },
    ports,
    recorder,
    signal: listeners.signal,
    targetPath,
    documents,
    sandbox,
    forkedFrom: null,
    trees: new RecordedTrees(new CommandRecorder({ runId, recorder, ports, sandbox }, new CommandLog())),
    hostedTools: { ...noHostedTools, codeInterpreter: hosted.codeInterpreter, webSearch: hosted.webSearch },
    offerFileSearch: hosted.fileSearch,
    startedAt: startedAt.toISOString(),
    startedMs: ports.clock.elapsedMs(),
    isApplied: false,
    onText: listeners.onText,
  };
  try {
    await assertSettled(ports.store, targetPath);
    await assertDeliverable(ports.workspaces, targetPath, runId);
    await recordStart(run, [...hosted.notes, ...(await noteOpenRun(ports.store, targetPath))]);
  } catch (error) {
    await claim[Symbol.asyncDispose]();
    throw error;
  }
  return { run, claim };
}

function parseConfig(input: RunConfigInput): RunConfig {
  const parsed = runConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new KimiError("usage", `The run's configuration is not usable.\n${z.prettifyError(parsed.error)}`);
}

/** Ids come from seed and time, and a replay has those of the run it repeats. */
async function assertUnknown(store: RunStore, runId: string): Promise<void> {
  if ((await store.readRun(runId)) === null) return;
  throw new KimiError(
    "usage",
    `The store holds run ${runId} already, and this run would be the same one: expected a recording of a run that is not in the store. Replay it with another KIMI_AGENT_HOME, or with a --seed of its own.`,
  );
}

async function recordStart(run: AcceptedRun, notes: readonly string[]): Promise<void> {
  const { runId, config, targetPath, sandbox, recorder } = run;
  const { store, models, program } = run.ports;
  const model = models.resolveModel(config.model);
  await store.createRun({
    id: runId,
    status: "running",
    config,
    targetPath,
    program,
    model,
    endpoint: models.endpoint,
    startedAt: run.startedAt,
    endedAt: null,
    reason: null,
    resumable: false,
    ledger: emptyLedger,
    baselineSnapshotId: null,
    finalSnapshotId: null,
    applied: false,
  });
  const { endpoint, api } = models;
  recorder.emit({
    type: "run-started",
    runId,
    targetPath,
    model,
    endpoint,
    api,
    sandboxTier: sandbox.tier,
    program,
  });
  recorder.emit(describeSandbox(sandbox));
  await putJson(run, capabilitiesArtifactName, models.capabilities);
  await putJson(run, documentsArtifactName, run.documents);
  await putJson(run, pipelineArtifactName, describePipeline(run.ports.personas));
  recorder.emit({
    type: "documents-ingested",
    documents: run.documents.map((document) => ({
      path: document.path,
      sections: document.sections.length,
      redactions: document.redactions.length,
    })),
  });
  const tierNote = sandbox.tier === "none" ? ["Commands run unconfined: no sandbox is in force."] : [];
  for (const message of [...tierNote, ...notes]) recorder.emit({ type: "note", message });
  if (sandbox.missing !== null) recorder.emit({ type: "note", message: sandbox.missing });
  await recorder.flush();
}
