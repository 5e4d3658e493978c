// The SQLite event log of runs: artifacts, model calls, resume and replay.
export { openRunStore, type OpenRunStoreOptions } from "./open-run-store.ts";
export { unfoldCalls } from "./export/unfold-calls.ts";
export { compareRuns, type Difference, type RunComparison } from "./history/compare-runs.ts";
export { followEvents, type FollowOptions } from "./history/follow-events.ts";
export { pruneRuns, type PrunedRun, type PruneOptions } from "./history/prune-runs.ts";
