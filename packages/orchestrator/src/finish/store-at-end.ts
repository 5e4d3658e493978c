import type { ExportRequest, RunUpdate } from "@kimi/contracts";

type ReadableStore = ExportRequest["store"];

/** A store in which the rows of runs are what `ended` will make of them. */
export function storeAtEnd(store: ReadableStore, ended: RunUpdate): ReadableStore {
  return {
    async readRun(runId) {
      const run = await store.readRun(runId);
      return run === null ? null : { ...run, ...ended };
    },
    exportRun: (runId) => store.exportRun(runId),
    listArtifacts: (runId) => store.listArtifacts(runId),
    readArtifact: (runId, name) => store.readArtifact(runId, name),
    readEvents: (runId, afterSequence) => store.readEvents(runId, afterSequence),
    readAttempts: (runId) => store.readAttempts(runId),
  };
}
