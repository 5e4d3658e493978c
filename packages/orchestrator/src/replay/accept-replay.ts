import { budgetSchema, noHostedTools, type Budget, type RunStore } from "@kimi/contracts";
import { describeSandbox } from "../accept/describe-sandbox.ts";
import { capabilitiesArtifactName, documentsArtifactName } from "../accept/accept-run.ts";
import { chooseHostedTools } from "../accept/choose-hosted-tools.ts";
import { emptyLedger } from "../budget/ledger-book.ts";
import { CommandLog } from "../commands/command-log.ts";
import { CommandRecorder } from "../commands/command-recorder.ts";
import { RecordedTrees } from "../commands/recorded-trees.ts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";
import { RunRecorder } from "../record/run-recorder.ts";
import { earlierArtifactName } from "../requirements/earlier-requirements.ts";
import { leftoversPrefix } from "../requirements/look-for-leftovers.ts";
import type { ForkOrigin } from "../resume/fork-origin.ts";
import { pipelineArtifactName } from "../resume/describe-pipeline.ts";
import type { AcceptedRun } from "../run-session.ts";
import type { RunListeners } from "../accept/accept-run.ts";
import { copyInherited } from "./copy-inherited.ts";
import type { RunRecording } from "./run-recording.ts";

/** What a run found when it began, and finds again when it is replayed. */
const inherited = [
  capabilitiesArtifactName,
  documentsArtifactName,
  pipelineArtifactName,
  earlierArtifactName,
];

/** Where a replay takes the run from, and whether it runs commands. */
export interface ReplaySource {
  readonly recording: RunRecording;
  readonly store: Pick<RunStore, "listArtifacts" | "readArtifact">;
  readonly executes: boolean;
  /** Where the run began; `null` for one that is no fork. */
  readonly fork: ForkOrigin | null;
}

/** The recorded run once more, under its own id, in the empty store of `ports`. */
export async function acceptReplay(
  ports: OrchestratorPorts,
  { recording, store, executes, fork }: ReplaySource,
  listeners: RunListeners,
): Promise<AcceptedRun> {
  const { run, documents } = recording;
  const { id: runId, targetPath } = run;
  const config = { ...run.config, budget: lastBudget(recording) };
  const hosted = chooseHostedTools(config, ports.models);
  const sandbox = await ports.workspaces.probe(config.sandbox);
  const recorder = new RunRecorder({ ...ports, runId, onStored: listeners.onStored });
  const log = executes ? new CommandLog() : new CommandLog(recording.commands, "refuse");
  await ports.store.createRun({
    ...run,
    config,
    status: "running",
    endedAt: null,
    reason: null,
    resumable: false,
    ledger: emptyLedger,
    baselineSnapshotId: null,
    finalSnapshotId: null,
    applied: false,
  });
  for (const name of inherited) {
    const content = await store.readArtifact(runId, name);
    if (content === null) continue;
    await ports.store.putArtifact(runId, { name, mediaType: "application/json", content, producer: null });
  }
  for (const { name } of await store.listArtifacts(runId)) {
    const content = name.startsWith(leftoversPrefix) ? await store.readArtifact(runId, name) : null;
    if (content !== null)
      await ports.store.putArtifact(runId, { name, mediaType: "application/json", content, producer: null });
  }
  await copyInherited(recording, store, ports.store);
  const { model, endpoint, program } = run;
  recorder.emit({
    type: "run-started",
    runId,
    targetPath,
    model,
    endpoint,
    sandboxTier: sandbox.tier,
    program,
  });
  recorder.emit(describeSandbox(sandbox));
  await recorder.flush();
  return {
    runId,
    config,
    ports,
    recorder,
    trees: new RecordedTrees(new CommandRecorder({ runId, recorder, ports, sandbox }, log)),
    signal: listeners.signal,
    targetPath,
    documents,
    sandbox,
    forkedFrom: fork,
    hostedTools: { ...noHostedTools, codeInterpreter: hosted.codeInterpreter, webSearch: hosted.webSearch },
    offerFileSearch: hosted.fileSearch,
    startedAt: run.startedAt,
    startedMs: ports.clock.elapsedMs(),
    isApplied: false,
    onText: listeners.onText,
  };
}

/** Limits were raised where the run was taken up again; none may stop a replay earlier than it. */
function lastBudget({ run, events }: RunRecording): Budget {
  const resumed = events.findLast(({ event }) => event.type === "run-resumed")?.event;
  const budget = resumed?.type === "run-resumed" ? resumed.budget : run.config.budget;
  return budgetSchema.parse({ ...budget, maxMinutes: Number.MAX_SAFE_INTEGER });
}
