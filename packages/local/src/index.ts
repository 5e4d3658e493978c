// The standard wiring that the CLI and embedding apps share.
export { createOrchestrator } from "./create-orchestrator.ts";
export { renderTrace } from "@kimi/evidence/gatherer";
export { readTraceFile } from "./read-trace-file.ts";
export type { RunAudit } from "./audit-run.ts";
export type { AffectedRun, SnapshotsReport } from "./verify-snapshots.ts";
export type { ExplainLineOptions } from "./explain-line.ts";
export { kimiHome } from "./kimi-home.ts";
export { checkMachine, type MachineCheck } from "@kimi/sandbox";
export { settlingCommand } from "@kimi/orchestrator";
export type { ReplayDivergence, ReplayReport } from "@kimi/orchestrator";
export type { LocalOptions } from "./local-options.ts";
export type { LocalOrchestrator } from "./local-orchestrator.ts";
export type { LocalReplayOptions } from "./replay-recorded.ts";
