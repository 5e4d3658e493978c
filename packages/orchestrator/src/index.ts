// The pipeline: documents in, judged and applied changes out; and work on runs that ended.
export { AgentOrchestrator, type RunHandle, type StartOptions } from "./agent-orchestrator.ts";
export { capabilitiesArtifactName } from "./accept/accept-run.ts";
export { findEndpoint, type RecordedEndpoint } from "./resume/find-endpoint.ts";
export { forkRun, type ForkPorts } from "./resume/fork-run.ts";
export { listForkPoints, type ListedForkPoint } from "./resume/list-fork-points.ts";
export type { ResumeOverrides } from "./resume/accept-resume.ts";
export { replayRun, type ReplayOptions, type ReplayPorts } from "./replay/replay-run.ts";
export type { ReplayedCriterion, ReplayReport } from "./replay/replay-report.ts";
export type { ReplayDivergence } from "./replay/find-divergence.ts";
export type { OrchestratorPorts } from "./orchestrator-ports.ts";
export { applyRun, type AppliedRun, type ApplyRunOptions } from "./past-runs/apply-run.ts";
export { auditSnapshots, type SnapshotsAudit } from "./past-runs/audit-snapshots.ts";
export { listStandingSnapshots, type StandingSnapshot } from "./past-runs/list-standing-snapshots.ts";
export type { PastRunPorts } from "./past-runs/past-run-ports.ts";
export { recoverRuns, type RecoveryReport } from "./past-runs/recover-runs.ts";
export type { KeptWork } from "./workspace/keep-others-work.ts";
export { settlingCommand } from "./past-runs/settling-command.ts";
export { rollbackRun } from "./past-runs/rollback-run.ts";
