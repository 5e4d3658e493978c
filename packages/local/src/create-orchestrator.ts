import { resolve } from "node:path";
import { createEvidenceGatherer } from "@kimi/evidence/gatherer";
import { createLicenceChecker, createRedactor } from "@kimi/guardrails";
import { createDocumentIngestor } from "@kimi/ingestion";
import { applyRun, listForkPoints, recoverRuns, rollbackRun } from "@kimi/orchestrator";
import { createPackager } from "@kimi/packaging";
import { defaultPersonas } from "@kimi/personas";
import { compareRuns, followEvents, openRunStore, pruneRuns } from "@kimi/run-store";
import { createSandboxManager } from "@kimi/sandbox";
import { auditRun } from "./audit-run.ts";
import { explainLine } from "./explain-line.ts";
import { forkRecorded } from "./fork-recorded.ts";
import { kimiHome } from "./kimi-home.ts";
import type { LocalOptions } from "./local-options.ts";
import type { LocalOrchestrator } from "./local-orchestrator.ts";
import { lookAfterSnapshots } from "./look-after-snapshots.ts";
import { openModels, readRecording } from "./open-models.ts";
import { createSystemClock } from "./runtime/system-clock.ts";
import { replayRecorded } from "./replay-recorded.ts";
import { renderRunRecording } from "./render-run-recording.ts";
import { resumeRun, startRun } from "./start-run.ts";
import { writeNewFile } from "./write-new-file.ts";

/**
 * Everything wired for one machine: snapshots and runs under one home folder, secrets of the environment redacted,
 * what dead processes left in targets settled before anything else happens.
 * @throws KimiError `input` for a recording that is none, `store` or `disk` when the home folder cannot be used.
 */
export async function createOrchestrator(options: LocalOptions = {}): Promise<LocalOrchestrator> {
  const { environment = process.env, workingDirectory = process.cwd() } = options;
  const { personas = defaultPersonas(), program = "@kimi/local" } = options;
  const home = options.home ?? kimiHome(environment);
  const recording = readRecording(options);
  const workspaces = createSandboxManager({ home, environment });
  const settled = await workspaces.recover();
  const store = await openRunStore({ home });
  const evidence = createEvidenceGatherer();
  const licences = createLicenceChecker();
  const packager = createPackager();
  const ingestor = createDocumentIngestor();
  const past = { store, workspaces, clock: createSystemClock() };
  const wiring = {
    home,
    store,
    evidence,
    licences,
    packager,
    ingestor,
    personas,
    workingDirectory,
    environment,
    program,
  };

  async function recover() {
    const gateway = hasEndpoint(options, environment)
      ? openModels(options, null, { redactor: createRedactor({ environment }), clock: past.clock })
      : null;
    const report = await recoverRuns(past, gateway);
    // One that is stuck was tried again, and is told of once.
    const done = settled.filter((operation) => operation.outcome !== "stuck");
    return { ...report, operations: [...done, ...report.operations] };
  }

  return {
    stages: personas.map((persona) => persona.config.name),
    store,
    start: (config, startOptions) => startRun(wiring, { options, recording }, config, startOptions),
    resume: (runId, overrides = {}) => resumeRun(wiring, { options, recording }, runId, overrides),
    fork: (runId, from, overrides = {}) =>
      forkRecorded(wiring, { options, recording }, { runId, from }, overrides),
    listForkPoints: (runId) => listForkPoints(store, runId),
    replay: (runId, replayOptions) => replayRecorded(wiring, runId, replayOptions),
    listRuns: (filter = {}) =>
      store.listRuns(
        filter.targetPath === undefined
          ? filter
          : { ...filter, targetPath: resolve(workingDirectory, filter.targetPath) },
      ),
    applyRun: (runId, applyOptions) => applyRun(past, runId, applyOptions),
    rollbackRun: (runId) => rollbackRun(past, runId),
    recover,
    exportRun: (runId, outputPath) =>
      packager.exportRun({ runId, store, workspaces, redactor: createRedactor({ environment }), outputPath }),
    writeRecording: async (runId, path) => writeNewFile(path, await renderRunRecording(store, runId)),
    auditRun: (runId) => auditRun(past, runId),
    compareRuns: (beforeId, afterId) => compareRuns(store, beforeId, afterId),
    followEvents: (runId, followOptions) => followEvents(store, runId, followOptions),
    pruneRuns: (pruneOptions) => pruneRuns(store, pruneOptions),
    forgetRun: (runId) => store.deleteRuns([runId]),
    ...lookAfterSnapshots(store, workspaces),
    renderTrace: (trace) => evidence.renderTrace(trace),
    explainLine: (place, explainOptions) => explainLine({ ...wiring, workspaces }, place, explainOptions),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

function hasEndpoint(
  { apiKey, baseUrl }: LocalOptions,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: url } = environment;
  return [apiKey, baseUrl, key, url].some(Boolean);
}
