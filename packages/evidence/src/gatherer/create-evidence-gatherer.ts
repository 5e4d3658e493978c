import type { EvidenceGatherer } from "@kimi/contracts";
import type * as EvidenceSteps from "./evidence-steps.ts";
import { explainFailure } from "../explain-failure.ts";
import type { GatherOptions } from "../gather-evidence.ts";
import { findUncovered } from "../trace/find-uncovered.ts";
import { renderTrace } from "../trace/render-trace.ts";

/** The evidence port over real test runners. It keeps nothing between calls. */
export function createEvidenceGatherer(options: GatherOptions = {}): EvidenceGatherer {
  return {
    gather: async (request) => (await loadSteps()).gatherEvidence(request, options),
    reviewTesting: async (...args) => (await loadSteps()).reviewTesting(...args),
    explainFailure,
    buildTrace: async (request) => (await loadSteps()).buildTrace(request),
    renderTrace,
    findUncovered,
    explainLine: async (request) => (await loadSteps()).explainLine(request),
    findLeftovers: async (request) => (await loadSteps()).findLeftovers(request),
  };
}

function loadSteps(): Promise<typeof EvidenceSteps> {
  return import("./evidence-steps.ts");
}
