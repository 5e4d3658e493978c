// Test runner adapters, the binding of their results to criteria, red checks, the verdict and the trace.
export { createEvidenceGatherer } from "./gatherer/create-evidence-gatherer.ts";
export { gatherEvidence, type GatherOptions } from "./gather-evidence.ts";
export { reviewTesting } from "./review-testing.ts";
export { explainFailure } from "./explain-failure.ts";
export { bindTests, type BoundTest } from "./bindings/bind-tests.ts";
export { computeVerdict, type VerdictInput } from "./verdict/compute-verdict.ts";
export { findWeakenedTests } from "./weakened/find-weakened-tests.ts";
export type { ChangedFile } from "./changed-files.ts";
export { isGeneratedPath, isInstalledPath, isProjectSettings, isTestPath } from "./classify-path.ts";
export { attributeLines } from "./trace/attribute-lines.ts";
export { buildTrace } from "./trace/build-trace.ts";
export { renderTrace } from "./trace/render-trace.ts";
export { readTestReport, type TestReport } from "./runners/read-test-report.ts";
