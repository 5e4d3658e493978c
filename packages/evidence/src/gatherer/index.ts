// The evidence port, without what reads code until that is needed.
export { createEvidenceGatherer } from "./create-evidence-gatherer.ts";
export { renderTrace } from "../trace/render-trace.ts";
