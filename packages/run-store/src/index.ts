// The SQLite event log of runs: artifacts, model calls, resume and replay.
export { openRunStore, type OpenRunStoreOptions } from "./open-run-store.ts";
