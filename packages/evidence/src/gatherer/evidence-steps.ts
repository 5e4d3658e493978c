// What works on evidence, loaded together when first needed: the parser of JavaScript alone is half a megabyte.
export { gatherEvidence } from "../gather-evidence.ts";
export { explainLine } from "../history/explain-line.ts";
export { findLeftovers } from "../history/find-leftovers.ts";
export { reviewTesting } from "../review-testing.ts";
export { buildTrace } from "../trace/build-trace.ts";
