import type { EvidenceGatherer } from "@kimi/contracts";
import { explainFailure } from "./explain-failure.ts";
import { gatherEvidence, type GatherOptions } from "./gather-evidence.ts";
import { reviewTesting } from "./review-testing.ts";
import { explainLine } from "./history/explain-line.ts";
import { findLeftovers } from "./history/find-leftovers.ts";
import { buildTrace } from "./trace/build-trace.ts";
import { findUncovered } from "./trace/find-uncovered.ts";
import { renderTrace } from "./trace/render-trace.ts";

/** The evidence port over real test runners. It keeps nothing between calls. */
export function createEvidenceGatherer(options: GatherOptions = {}): EvidenceGatherer {
  return {
    gather: async (request) => await gatherEvidence(request, options),
    reviewTesting,
    explainFailure,
    buildTrace,
    renderTrace,
    findUncovered,
    explainLine,
    findLeftovers,
  };
}
